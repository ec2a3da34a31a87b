"""What the database promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.doctor import Level, database
from tests.doctor.conftest import levels


@pytest.mark.django_db
def test_database_as_we_set_it_up_passes():
    found = [*database.answers(), *database.mode(), *database.migrations(), *database.clock()]

    assert [finding.level for finding in found] == [Level.OK] * 4


def test_database_that_does_not_answer_fails(monkeypatch):
    def refuse(query):
        raise database.DatabaseError

    monkeypatch.setattr(database, "value", refuse)

    assert levels(database.answers) == [Level.FAIL]


def test_sqlite_with_defaults_fails(monkeypatch):
    answers = {"PRAGMA journal_mode": "delete", "PRAGMA synchronous": "1"}
    monkeypatch.setattr(database, "value", answers.__getitem__)
    monkeypatch.setitem(database.connection.settings_dict, "OPTIONS", {})

    assert levels(database.sqlite_mode) == [Level.FAIL] * 3


def test_postgresql_that_forgets_or_repeats_fails(monkeypatch):
    answers = {
        "SHOW transaction_isolation": "repeatable read",
        "SHOW synchronous_commit": "off",
        "SHOW fsync": "on",
        "SHOW server_encoding": "SQL_ASCII",
    }
    monkeypatch.setattr(database, "value", answers.__getitem__)

    assert levels(database.postgresql_mode) == [Level.FAIL] * 3


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.OK), (-5, Level.WARN), (3600, Level.FAIL)])
def test_clock(monkeypatch, seconds, level):
    monkeypatch.setattr(database, "database_time", lambda: timezone.now() + timedelta(seconds=seconds))

    assert levels(database.clock) == [level]
