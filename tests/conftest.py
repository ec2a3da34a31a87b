"""Ground for all tests. The browser's synchronous driver keeps an event loop running, hence the first lines."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from datetime import UTC, datetime  # noqa: E402

import pytest  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

# Every test that needs a clock uses this moment: 23 November 2026, 10:00 in Baku.
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


def append_only_triggers() -> list[tuple[str, str]]:
    """Name and SQL of the triggers that `lms.triggers` made on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%is append-only%'")
        return cursor.fetchall()


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers():
    """After a test with real commits Django empties every table, on SQLite by DELETE, which append-only tables refuse."""
    flush = TransactionTestCase._fixture_teardown  # noqa: SLF001

    def teardown(case):
        triggers = append_only_triggers() if connection.vendor == "sqlite" else []
        with connection.cursor() as cursor:
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(case)
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
