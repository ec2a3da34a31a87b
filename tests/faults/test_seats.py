"""Seats are never oversold, whoever comes when. The control shows that these tests would see it."""

import json

import pytest

SEATS, PROCESSES, REQUESTS = 50, 16, 20


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.enrolling` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.enrolling", *map(str, arguments)))


def test_rush_for_the_seats_gives_exactly_as_many_as_there_are(run):
    everybody = PROCESSES * REQUESTS
    found = run("rush", SEATS, PROCESSES, REQUESTS)
    assert found == {
        "seats": SEATS,
        "taken": SEATS,
        "active": SEATS,
        "waiting": everybody - SEATS,
        "line": list(range(1, everybody - SEATS + 1)),
        "rows": everybody,
        "answers": ["active"] * SEATS + ["waiting"] * (everybody - SEATS),
    }


def test_control_that_counts_and_then_inserts_oversells(run):
    assert run("careless", SEATS, PROCESSES, REQUESTS)["active"] > SEATS


def test_same_person_from_many_devices_has_one_place(run):
    found = run("twins", PROCESSES)
    assert (found["answers"], found["rows"], found["taken"]) == (["active"] * PROCESSES, 1, 1)


def test_comings_and_goings_leave_no_seat_oversold_and_none_free_while_somebody_waits(run):
    found = run("mix", 8, 30)
    assert found["answers"] == ["done"] * 8
    assert found["taken"] == found["active"] <= found["seats"]
    assert found["waiting"] == 0 or found["taken"] == found["seats"]
