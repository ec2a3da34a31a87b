"""Numbers of certificates while clerks and workers die: no gap, no double, nobody left out."""

import json

import pytest

from tests.faults.databases import rows
from tests.faults.processes import wait_until

PEOPLE, CLERKS = 100, 8


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.issuing` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.issuing", *map(str, arguments)))


def test_numbers_have_no_gap_and_no_double_while_clerks_are_killed(run):
    found = run("clerks", PEOPLE, CLERKS)
    assert found["numbers"] == list(range(1, PEOPLE + 1))
    assert (found["holders"], found["last"]) == (PEOPLE, [PEOPLE])
    assert found["exits"] == [-9] * (CLERKS - 2) + [0] * CLERKS


def test_nobody_gets_two_certificates_at_new_year(run):
    assert run("new_year", 20, 4) == {"said": ["done"] * 4, "holders": 20, "certificates": 20}


def test_batch_whose_worker_is_killed_is_completed_by_the_next(run, shared_site):
    batch = run("ask", PEOPLE)["batch"]
    url = shared_site.environment["LMS_DATABASE_URL"]
    settled = f"SELECT count(*) FROM certificates_issuebatchrow WHERE batch_id = {batch:d} AND outcome = 'issued'"  # noqa: S608
    state = f"SELECT state FROM certificates_issuebatch WHERE id = {batch:d}"  # noqa: S608
    papers = (
        "SELECT count(*) FROM certificates_certificatefile AS f JOIN certificates_issuebatchrow AS r"  # noqa: S608
        f" ON r.certificate_id = f.certificate_id WHERE f.kind = 'pdf' AND r.batch_id = {batch:d}"
    )

    first = shared_site.start("manage.py", "worker")
    wait_until(lambda: rows(url, settled)[0][0] >= 20, timeout=120)
    first.kill()
    first.wait()
    assert rows(url, state) == [("running",)]

    second = shared_site.start("manage.py", "worker")
    wait_until(lambda: rows(url, state) == [("done",)] and rows(url, papers)[0][0] >= PEOPLE, timeout=120)
    second.terminate()
    second.wait()
    found = run("look", batch)
    assert found["numbers"] == list(range(1, PEOPLE + 1))
    assert (found["holders"], found["last"], found["papers"]) == (PEOPLE, [PEOPLE], PEOPLE)
    assert shared_site.run("manage.py", "audit").strip() == "Every invariant holds."
