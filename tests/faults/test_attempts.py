"""Attempts under pressure: one open at a time, no acknowledged answer lost, nothing changed after handing in."""

import json
import os
import subprocess
import sys

import pytest

from tests.faults.processes import ROOT, wait_until


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.sitting` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.sitting", *map(str, arguments)))


def test_many_starts_at_once_open_one_attempt(run):
    assert run("start", 16) == {"attempts": 1, "rows": 1, "slots": 5}


def test_saving_against_handing_in_keeps_what_was_acknowledged_and_scores_it(run):
    found = run("finish", 8, 40)
    assert found == {"lost": [], "newest_kept": True, "state": "scored", "score_is_right": True, "wrong": []}


def test_control_that_looks_and_then_writes_changes_what_is_handed_in(run):
    found = run("careless")
    assert (found["state"], found["score_is_right"], found["wrong"]) == ("scored", False, [])


def test_acknowledged_answers_survive_killed_processes(shared_site, run, tmp_path):
    attempt = run("make")["attempt"]
    writers = {tmp_path / f"writer-{n}": start_writer(shared_site, attempt, n, tmp_path) for n in range(4)}
    while writers:
        said = wait_until(lambda: next((said for said in writers if said.stat().st_size > 200), None), timeout=60)
        writers[said].kill()
        writers.pop(said).wait()
    found = run("check", attempt, tmp_path)
    assert found.pop("acknowledged") >= 4
    assert found == {"lost": [], "newest_kept": True, "state": "open", "score_is_right": True}


def start_writer(site, attempt: int, n: int, folder) -> subprocess.Popen:
    """A process that saves answers and says what was acknowledged in a file of its own."""
    command = [sys.executable, "-m", "tests.faults.sitting", "write", str(attempt), str(n)]
    with (folder / f"writer-{n}").open("wb") as said:
        writer = subprocess.Popen(command, cwd=ROOT, env=os.environ | site.environment, stdout=said)
    site.started.append(writer)
    return writer
