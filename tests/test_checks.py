from contextlib import nullcontext

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from lms import checks
from lms.jobs import every, registry


def test_settings_as_they_are_pass():
    assert checks.database_settings(None) == []
    assert checks.periodic_work(None) == []


def test_a_request_as_one_transaction_is_refused():
    entry = {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": True}

    assert [error.id for error in checks.of_settings(entry)] == ["lms.E001"]


def test_sqlite_that_does_not_begin_immediate_is_refused():
    assert [error.id for error in checks.of_settings({"ENGINE": checks.SQLITE})] == ["lms.E002"]


@pytest.mark.django_db
def test_the_database_as_it_is_passes():
    assert checks.database_servers(None, databases=["default"]) == []


class Server:
    """As much of a connection as the check uses: it is its own cursor."""

    vendor = "postgresql"

    def __init__(self, level: str):
        self.level = level

    def cursor(self):
        return nullcontext(self)

    def execute(self, query):
        assert query == "SHOW transaction_isolation"

    def fetchone(self):
        return (self.level,)


@pytest.mark.parametrize(("level", "ids"), [("read committed", []), ("repeatable read", ["lms.E003"])])
def test_postgresql_above_read_committed_is_refused(level, ids):
    assert [error.id for error in checks.of_server(Server(level))] == ids


def test_periodic_work_that_nobody_does_is_refused(monkeypatch):
    monkeypatch.setattr(registry, "schedule", dict(registry.schedule))
    every("tests.nobody", minutes=1)

    assert [error.id for error in checks.periodic_work(None)] == ["lms.E004"]


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_what_runs_the_system_refuses_to_start_with_such_settings(command, monkeypatch):
    monkeypatch.setattr(registry, "schedule", dict(registry.schedule))
    every("tests.nobody", minutes=1)

    with pytest.raises(SystemCheckError):
        call_command(command, skip_checks=False)
