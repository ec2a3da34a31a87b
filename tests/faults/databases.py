"""A database of its own, empty or the copy of a template, for a test that starts processes, on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

ADMIN = os.environ.get("LMS_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def sqlite_database(folder: Path, template: Path | None = None):
    if template:
        shutil.copy(template, folder / "db.sqlite3")
    yield f"sqlite:///{folder / 'db.sqlite3'}"


@contextmanager
def postgres_database(folder: Path, template: str | None = None):
    name = f"lms_faults_{secrets.token_hex(6)}"
    try:
        admin = psycopg.connect(ADMIN, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers")
    with admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
        try:
            yield ADMIN.rpartition("/")[0] + f"/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


MAKERS = {"sqlite": sqlite_database, "postgres": postgres_database}


def rows(url: str, query: str) -> list[tuple]:
    """What a query finds, seen from outside Django."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()
