"""Certificates of a whole class: asked for by many at once, by nobody's broker, and while everything is killed."""

import json
import os
import re
import signal
import time
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from tests import migrated
from tests.faults.brokers import Redis
from tests.faults.conftest import SETTINGS
from tests.faults.databases import cluster, rows
from tests.faults.processes import Processes, parent_of, parents, wait_until

PEOPLE = 500

OF_PERSONS = "SELECT count(*) FROM certificates_issuebatchrow WHERE outcome"
CHECKED = f"{OF_PERSONS} <> 'ready'"
PAPERS = "SELECT count(*) FROM certificates_certificatefile WHERE kind = 'pdf'"
PAPERS_OF = """
    SELECT count(*) FROM certificates_certificatefile f JOIN certificates_issuebatchrow r ON r.certificate_id = f.certificate_id
    WHERE f.kind = 'pdf' AND r.batch_id =
"""
STATE = "SELECT state FROM certificates_issuebatch"


@pytest.fixture
def run(shared_site):
    """Runs a program of `tests.faults.issuing` and gives what it prints."""
    return lambda *arguments: json.loads(shared_site.run("-m", "tests.faults.issuing", *map(str, arguments)))


def test_cohort_issued_four_times_at_once_has_one_certificate_each(run):
    everybody = list(range(1, 31))
    assert run("four_times", 30) == {
        "asked": 1,
        "numbers": everybody,
        "holders": 30,
        "last": [30],
        "papers": 30,
        "credentials": 30,
        "batches": ["done"],
    }


def test_control_that_looks_and_then_numbers_is_stopped_by_the_database(run):
    assert run("careless", 4) == {"said": ["issued", "refused", "refused", "refused"]}


def test_batch_waits_while_the_broker_is_away_and_says_so(shared_site, tmp_path):
    with beside(shared_site) as site:
        redis = Redis(site)
        site.environment["LMS_BROKER_URL"] = redis.url
        began = time.monotonic()
        asked = json.loads(site.run("-m", "tests.faults.issuing", "ask", "20"))
        assert time.monotonic() - began < 20
        assert json.loads(site.run("-m", "tests.faults.issuing", "look", str(asked["batch"])))["batches"] == [
            "checking"
        ]

        redis.start()
        site.start("-m", "celery", "-A", "lms", "worker", "-B", "-c", "1", "-l", "WARNING")
        url = site.environment["LMS_DATABASE_URL"]
        drawn = f"{PAPERS_OF} {asked['batch']:d}"
        wait_until(lambda: rows(url, drawn) == [(20,)], 90)
        found = json.loads(site.run("-m", "tests.faults.issuing", "look", str(asked["batch"])))
        assert (found["numbers"], found["batches"]) == (list(range(1, 21)), ["done"])


@contextmanager
def beside(site: Processes, **environment: str):
    """Programs on the same database with other settings."""
    found = Processes(site.var, **(SETTINGS | environment), LMS_DATABASE_URL=site.environment["LMS_DATABASE_URL"])
    try:
        yield found
    finally:
        found.kill_all()


@pytest.fixture
def own_site(tmp_path):
    """A site on a PostgreSQL of its own."""
    template = migrated.postgres_name()
    with cluster(template) as server:
        site = Processes(tmp_path, **SETTINGS, LMS_DATABASE_URL=server.url, LMS_WEB_WORKERS="1")
        site.migrate(template)
        site.run("manage.py", "createcachetable")
        yield site, server
        site.kill_all()


@pytest.mark.race
@pytest.mark.postgres
def test_batch_of_500_survives_the_death_of_worker_web_and_database(own_site):
    """Two workers and the web process; on the way each is killed, the database server and a worker twice."""
    site, server = own_site
    site.run("-m", "tests.faults.issuing", "ask", str(PEOPLE), timeout=120)
    site.start("manage.py", "serve", "--port", "0")
    site.start("manage.py", "worker")
    port = int(wait_until(lambda: re.search(r"http://localhost:(\d+)/", (site.var / "log").read_text()), 60)[1])

    for query, reached, killed in [
        (CHECKED, 60, kill_worker),
        (CHECKED, 250, kill_database),
        (PAPERS, 60, kill_worker),
        (PAPERS, 160, kill_web),
        (PAPERS, 300, kill_database),
    ]:
        wait_until(lambda query=query, reached=reached: number(server.url, query) >= reached, 120)
        killed(site, server)
        wait_until(lambda: answers(port), 60)

    wait_until(lambda: number(server.url, PAPERS) == PEOPLE, 180)
    assert rows(server.url, STATE) == [("done",)]
    found = json.loads(site.run("-m", "tests.faults.issuing", "look", "1"))
    assert found == {
        "numbers": list(range(1, PEOPLE + 1)),
        "holders": PEOPLE,
        "last": [PEOPLE],
        "papers": PEOPLE,
        "credentials": PEOPLE,
        "batches": ["done"],
    }
    # The audit reads every file and compares its hash.
    assert site.run("manage.py", "audit").strip() == "Every invariant holds."


def kill_worker(site, server) -> None:
    """The one that nobody starts again, hence another in its place; that of `serve` goes on."""
    victims = site.named("manage.py worker") - children_of_serve(site)
    kill(victims)
    site.start("manage.py", "worker")


def kill_web(site, server) -> None:
    """And the worker beside it: `serve` starts both again."""
    kill(parents(site.named("gunicorn")) | (site.named("manage.py worker") & children_of_serve(site)))


def kill_database(site, server) -> None:
    server.kill()
    server.start()


def children_of_serve(site) -> set[int]:
    serve = site.named("manage.py serve")
    return {pid for pid in site.alive() if parent_of(pid) in serve}


def kill(pids: set[int]) -> None:
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def number(url: str, query: str) -> int:
    return rows(url, query)[0][0]


def answers(port: int) -> bool:
    """The web process does, and its database."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as response:
        return response.status == 200
    return False
