"""Two people decide the same thing at the same moment: the first decision stays, and there is one of everything."""

import json

import pytest

ROUNDS = 6


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.deciding` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.deciding", *map(str, arguments)))


def test_approval_against_taking_back_ends_in_all_or_nothing(run):
    approved = {"said": ["running", "moved_on"], "state": "done", "numbers": [1, 2, 3], "papers": 3}
    taken_back = {"said": ["moved_on", "cancelled"], "state": "cancelled", "numbers": [], "papers": 0}
    found = run("approve_or_cancel", ROUNDS)
    assert [each for each in found if each not in (approved, taken_back)] == []


def test_revocation_decided_twice_at_once_is_decided_once(run):
    agreed = {"said": [True, True], "state": "revoked", "events": ["revoked"]}
    declined = {"said": [False, False], "state": "issued", "events": ["revocation_declined"]}
    found = run("revoke", ROUNDS)
    assert [each for each in found if each not in (agreed, declined)] == []


def test_replacement_asked_for_four_times_at_once_is_one(run):
    assert run("replace") == {"batches": 1, "successors": [["issued", 4]]}


def test_certificate_shared_on_many_devices_at_once_has_one_address(run):
    assert run("share", 8) == {"addresses": 1, "rows": 1}


def test_first_key_needed_by_many_at_once_is_one(run):
    assert run("first_key", 8) == {"said": 1, "keys": 1, "same": True}


def test_first_seal_needed_by_many_at_once_is_one(run):
    assert run("first_seal", 8) == {
        "said": ["intact True, ours True"] * 8,
        "files": ["root", "seal.key"],
    }
