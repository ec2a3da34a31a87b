"""Databases as the migrations leave them, made once by `make test` and copied by whatever needs one of its own.

Without `make test` (an editor running one file) nothing is set, and each process runs the migrations itself.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SQLITE_FILE, POSTGRES_NAME = "LMS_TEST_MIGRATED_FILE", "LMS_TEST_MIGRATED_NAME"


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a new SQLite file, whose path the tests find in the environment."""
    folder = Path(tempfile.mkdtemp(prefix="lms-migrated-"))
    os.environ[SQLITE_FILE] = str(folder / "db.sqlite3")
    try:
        yield f"sqlite:///{folder / 'db.sqlite3'}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgres(admin_url: str) -> Iterator[str]:
    """The URL of a new PostgreSQL database, whose name the tests find in the environment."""
    name = os.environ[POSTGRES_NAME] = f"lms_migrated_{secrets.token_hex(6)}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield admin_url.rpartition("/")[0] + f"/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(url: str) -> None:
    environment = os.environ | {"LMS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)


def sqlite_file() -> Path | None:
    found = os.environ.get(SQLITE_FILE)
    return Path(found) if found else None


def postgres_name() -> str | None:
    return os.environ.get(POSTGRES_NAME) or None
