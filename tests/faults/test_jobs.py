"""Kill what works, at any moment: nothing is lost, nothing that a person sees is done twice, nobody is left behind."""

import os
import re
import signal
import threading
import time
import urllib.request
from collections import Counter

import pytest

from tests.faults.brokers import BROKERS
from tests.faults.databases import MAKERS, rows
from tests.faults.processes import Processes, parents, wait_until
from tests.faults.smtp import MailServer

pytestmark = pytest.mark.race

# What no database has a part in is tried on one.
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)

# The production pair.
ON_POSTGRESQL = pytest.mark.parametrize("url", ["postgres"], indirect=True)

ENQUEUE = """
import django; django.setup()
from lms.jobs import enqueue
for number in range({count}): enqueue("faults.note", number=number)
"""
POST = """
import django; django.setup()
from lms.jobs import mail
for number in range({count}):
    mail.post(f"p{{number}}@example.org", subject="Your place", text="Good day")
"""


# A command as it is, with less patience: what is waited for in good order is not what these tests are about.
IMPATIENT = """
import sys, django; django.setup()
from django.core.management import call_command
from lms import supervisor
from lms.jobs import worker
supervisor.DEADLINE = worker.GRACE = 1
call_command(*sys.argv[1:])
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    with MAKERS[request.param](tmp_path) as found:
        yield found


@pytest.fixture
def processes(tmp_path, url):
    site = Processes(
        tmp_path,
        DJANGO_SETTINGS_MODULE="tests.faults.site.settings",
        LMS_DATABASE_URL=url,
        LMS_JOBS_LEASE="1.5",
        LMS_WEB_WORKERS="1",
        LMS_BROKER_URL="",
        LMS_REDIS_URL="",
    )
    site.run("manage.py", "migrate", "-v0")
    yield site
    site.kill_all()


def notes(processes) -> list[str]:
    file = processes.var / "notes"
    return file.read_text().splitlines() if file.exists() else []


def ended(processes) -> list[int]:
    return sorted(int(line.split()[1]) for line in notes(processes) if line.startswith("end"))


def open_gate(processes) -> None:
    (processes.var / "gate").touch()


def states(url: str) -> Counter:
    """Of the jobs that the tests enqueued; periodic ones come and go."""
    query = "SELECT state FROM jobs_job WHERE name IN ('faults.note', 'jobs.send_mail')"
    return Counter(state for (state,) in rows(url, query))


def letter_states(url: str) -> Counter:
    return Counter(state for (state,) in rows(url, "SELECT state FROM jobs_message"))


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return response.read().decode()


@pytest.fixture
def served(processes):
    """`manage.py serve` on a free port, and the port."""
    parent = processes.start("manage.py", "serve", "--port", "0")
    return parent, said_port(processes)


def said_port(processes) -> int:
    """Waits until `serve` says where it is."""
    return int(wait_until(lambda: re.search(r"http://localhost:(\d+)/", (processes.var / "log").read_text()), 20)[1])


def test_worker_killed_in_the_middle_loses_nothing(processes, url):
    processes.run("-c", ENQUEUE.format(count=5))
    first = processes.start("manage.py", "worker")
    wait_until(lambda: len(notes(processes)) == 2)
    kill(first.pid)
    first.wait()
    open_gate(processes)
    processes.start("manage.py", "worker")

    wait_until(lambda: states(url) == {"done": 5})
    assert ended(processes) == [0, 1, 2, 3, 4]
    assert rows(url, "SELECT count(*) FROM jobs_job WHERE name = 'faults.note' AND attempts = 2") == [(2,)]


def test_many_workers_do_each_job_once(processes, url):
    open_gate(processes)
    processes.run("-c", ENQUEUE.format(count=200))
    for _number in range(4):
        processes.start("manage.py", "worker")

    wait_until(lambda: states(url) == {"done": 200}, 25)
    assert ended(processes) == list(range(200))


def test_worker_killed_while_a_letter_is_handed_over_sends_no_second_one_unmarked(processes, url):
    server = MailServer(hold=3)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    processes.environment["FAULTS_SMTP_PORT"] = str(server.server_address[1])
    processes.run("-c", POST.format(count=6))
    first = processes.start("manage.py", "worker", "--threads", "1")
    assert server.held.wait(12)
    kill(first.pid)
    first.wait()
    server.release.set()
    processes.start("manage.py", "worker")

    wait_until(lambda: letter_states(url) == {"sent": 6})
    server.shutdown()
    server.server_close()
    again = {message_id for message_id, count in Counter(server.ids).items() if count > 1}
    marked = {
        message_id for (message_id,) in rows(url, "SELECT message_id FROM jobs_message WHERE possible_duplicates = 1")
    }
    assert (len(set(server.ids)), len(server.ids), len(again)) == (6, 7, 1)
    assert marked == again


@ON_SQLITE
def test_stopped_worker_gives_its_jobs_back_at_once(processes, url):
    processes.run("-c", ENQUEUE.format(count=3))
    worker = processes.start("-c", IMPATIENT, "worker")
    wait_until(lambda: len(notes(processes)) == 2)
    worker.terminate()

    assert worker.wait(12) == 0
    assert states(url) == {"ready": 3}
    assert rows(url, "SELECT max(attempts) FROM jobs_job WHERE name = 'faults.note'") == [(0,)]


def test_serve_starts_again_what_dies(processes, url, served):
    parent, port = served
    fetch(port, "/promise/1")
    wait_until(lambda: notes(processes) == ["begin 1"])
    family = processes.named("gunicorn")
    web = parents(family)
    worker = processes.named("manage.py worker")
    for pid in web | worker:
        kill(pid)
    # The children of the web process follow it; until then one of them may take a connection with it.
    wait_until(lambda: family.isdisjoint(processes.alive()))
    open_gate(processes)

    assert fetch(port, "/healthz") == "ok\n"
    fetch(port, "/promise/2")
    wait_until(lambda: states(url) == {"done": 2})
    assert ended(processes) == [1, 2]
    assert web & processes.alive().keys() == set()
    assert parent.poll() is None


@ON_SQLITE
def test_a_web_process_killed_is_replaced(processes, served):
    _parent, port = served
    (web,) = processes.named("gunicorn") - parents(processes.named("gunicorn"))
    kill(web)

    assert fetch(port, "/healthz") == "ok\n"


def test_serve_killed_leaves_nobody_behind_and_loses_nothing(processes, url, served):
    parent, port = served
    fetch(port, "/promise/1")
    wait_until(lambda: notes(processes) == ["begin 1"])
    kill(parent.pid)
    parent.wait()

    wait_until(lambda: processes.alive() == {})
    open_gate(processes)
    processes.start("manage.py", "worker")
    wait_until(lambda: states(url) == {"done": 1})
    assert ended(processes) == [1]


@ON_SQLITE
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_stops_in_good_order(processes, served, number):
    parent, _port = served
    parent.send_signal(number)

    assert parent.wait(14) == 0
    assert processes.alive() == {}


@ON_SQLITE
def test_serve_does_not_wait_for_ever(processes):
    """A web process that does not react, not even to SIGTERM, is killed after the deadline."""
    parent = processes.start("-c", IMPATIENT, "serve", "--port=0")
    said_port(processes)
    for pid in processes.named("gunicorn"):
        os.kill(pid, signal.SIGSTOP)
    parent.terminate()

    assert parent.wait(20) == 0
    assert processes.alive() == {}


@pytest.fixture(params=BROKERS)
def broker(request, processes):
    """Not started yet."""
    found = BROKERS[request.param](processes)
    processes.environment["LMS_BROKER_URL"] = found.url
    return found


@ON_SQLITE
def test_a_broker_that_was_away_costs_time_only(processes, url, broker):
    open_gate(processes)
    began = time.monotonic()
    processes.run("-c", ENQUEUE.format(count=3))
    assert time.monotonic() - began < 10
    broker.start()
    start_celery(processes)

    wait_until(lambda: states(url) == {"done": 3}, 40)
    assert ended(processes) == [0, 1, 2]


@ON_POSTGRESQL
def test_celery_killed_in_the_middle_loses_nothing(processes, url, broker):
    broker.start()
    processes.run("-c", ENQUEUE.format(count=3))
    start_celery(processes)
    wait_until(lambda: notes(processes), 30)
    for pid in processes.named("-m celery"):
        kill(pid)
    open_gate(processes)
    start_celery(processes)

    wait_until(lambda: states(url) == {"done": 3}, 40)
    assert ended(processes) == [0, 1, 2]


@ON_POSTGRESQL
def test_celery_takes_a_letter_before_the_jobs_of_a_whole_class(processes, url, broker):
    """One of forty jobs runs and cannot end; the letter that came last is the next."""
    server = MailServer(hold=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    processes.environment["FAULTS_SMTP_PORT"] = str(server.server_address[1])
    broker.start()
    processes.run("-c", ENQUEUE.format(count=40) + POST.format(count=1).partition("setup()")[2])
    start_celery(processes)
    wait_until(lambda: notes(processes), 30)
    open_gate(processes)

    wait_until(lambda: states(url) == {"done": 41}, 40)
    server.shutdown()
    server.server_close()
    times = dict(rows(url, "SELECT name, max(finished_at) FROM jobs_job GROUP BY name"))
    assert times["jobs.send_mail"] < times["faults.note"]


@ON_SQLITE
@pytest.mark.parametrize("program", ["worker", "beat"])
def test_celery_without_a_broker_says_so(processes, program):
    celery = processes.start("-m", "celery", "-A", "lms", program)

    assert celery.wait(20) == 1
    assert "Set LMS_BROKER_URL" in (processes.var / "log").read_text()


def start_celery(processes) -> None:
    processes.start("-m", "celery", "-A", "lms", "worker", "-B", "-c", "1", "-l", "WARNING")
