"""Its processes are tried in `tests/faults/test_jobs.py`; here is what needs none."""

import socket
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms import supervisor, terminal
from lms.management.commands import serve
from lms.supervisor import Child


@pytest.fixture
def child(tmp_path):
    return Child("tests", [sys.executable, "-c", "pass"], cwd=tmp_path)


def ended(child) -> Child:
    child.start()
    child.process.wait()
    return child


def test_a_port_in_use_is_refused_with_a_way_out(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CommandError) as refused:
        serve.listening("127.0.0.1", other.getsockname()[1])

    assert str(refused.value).endswith("Stop what uses it, or choose another with --port.")


def test_port_0_takes_a_free_one():
    with serve.listening("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_child_that_keeps_dying_is_started_ever_later(child):
    waits = []
    for _death in range(8):
        ended(child).postpone()
        waits.append(child.wait)

    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_child_that_lived_for_a_while_is_started_at_once_again(child):
    ended(child).postpone()
    ended(child).started -= supervisor.LIVED + 1
    child.postpone()

    assert child.wait == supervisor.FIRST_WAIT


def test_a_child_is_not_started_before_its_time(child):
    ended(child).postpone()
    supervisor.start_due([child])

    assert child.process is None
    assert 0 < supervisor.until_next([child]) <= 1


def test_the_web_server_inherits_the_listening_socket():
    with serve.listening("127.0.0.1", 0) as listener:
        child = serve.web(listener.fileno())

    assert child.pass_fds == (int(child.command[-1].removeprefix("fd://")),)


def test_a_child_of_a_dead_parent_ends_at_once():
    """It was started by somebody, but not by the process that it is told to follow."""
    program = "import os; from lms.children import die_with_supervisor; die_with_supervisor(); print('alive')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"LMS_PARENT": "1"},
        cwd=serve.settings.BASE_DIR,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (-9, b"")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "az_AZ"}, "az"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_terminal_is_spoken_to_in_its_language(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert terminal.language() == language


def test_the_worker_says_how_many_jobs_it_revives(db, monkeypatch):
    monkeypatch.setattr("lms.management.commands.worker.Worker.work", lambda *_: None)
    monkeypatch.setattr("os._exit", lambda _: None)
    monkeypatch.setattr("signal.pthread_sigmask", lambda *_: None)
    out = StringIO()

    call_command("worker", revive=True, stdout=out)

    assert out.getvalue() == "0 jobs get a fresh start.\n"


def test_waiting_for_a_stop_ends_after_the_time():
    from lms.management.commands.worker import asked_to_stop

    began = time.monotonic()
    assert asked_to_stop(0.01) is False
    assert time.monotonic() - began < 5
