"""Issuing dies at every point where it can; the next worker completes it, and nothing half is left.

The controls have the same deaths without the guard, and show that these tests would see it.
"""

import json

import pytest

from tests import migrated
from tests.faults.conftest import SETTINGS
from tests.faults.databases import sqlite_database
from tests.faults.points import POINTS
from tests.faults.processes import Processes

KILLED = -9


@pytest.fixture(scope="module")
def survivors(shared_site):
    """What each death left behind: one program for all of them."""
    return json.loads(shared_site.run("-m", "tests.faults.crashing", "points", timeout=600))


@pytest.fixture
def run(tmp_path):
    """Runs a control and gives what it prints; on a database of its own, since it leaves broken rows."""
    template = migrated.sqlite_file()
    with sqlite_database(tmp_path, template) as url:
        site = Processes(tmp_path, **SETTINGS, LMS_DATABASE_URL=url)
        site.migrate(template)
        yield lambda *arguments: json.loads(site.run("-m", "tests.faults.crashing", *arguments, timeout=120))
        site.kill_all()


@pytest.mark.parametrize("name", POINTS)
def test_what_died_is_completed_without_a_trace(survivors, name):
    assert survivors[name] == {"exit": KILLED, "asked_again": POINTS[name].lost, "wrong": []}


def test_control_that_counts_apart_leaves_a_gap(run):
    found = run("counted_apart")
    assert (found["exit"], found["wrong"][0]) == (KILLED, "numbers: [3, 4, 5, 6]")


def test_control_that_writes_in_place_leaves_half_a_file(run):
    found = run("written_in_place")
    assert (found["exit"], [line.rpartition(": ")[2] for line in found["wrong"]]) == (KILLED, ["the file was changed"])
