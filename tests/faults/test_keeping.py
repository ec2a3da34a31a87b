"""What must be there once, though many ask for it at the same moment: a shared address, a key."""

import json

import pytest


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.keeping` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.keeping", *map(str, arguments)))


def test_many_clicks_make_one_shared_address(run):
    found = run("share", 6)
    assert found["tokens"] == found["shares"]
    assert (len(found["shares"]), found["events"]) == (1, 1)


def test_first_key_makes_itself_once(run):
    found = run("first_key", 6)
    assert found == {"kids": ["offline-2026-1"], "active": ["offline-2026-1"], "keys": 1}


def test_rotating_at_once_leaves_one_active_key_that_somebody_got(run):
    found = run("new_key", 6)
    assert len(found["active"]) == 1
    assert found["active"][0] in found["kids"]
