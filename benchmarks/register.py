"""Does the register stay quick? `python -m benchmarks.register [--rows 100000]`: queries and plans of what people ask of it.

Fills a scratch database of each kind (SQLite; PostgreSQL where one answers), asks every question once, and fails where one
takes more than 20 queries, or reads the certificates or the words of their names from end to end.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks.ground import ROOT
from benchmarks.services import POSTGRES

ROWS = 100_000


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="lms-register-") as folder:
        yield f"sqlite:///{Path(folder) / 'db.sqlite3'}"


@contextmanager
def postgres() -> Iterator[str]:
    """Raises psycopg.OperationalError where none answers."""
    name = f"lms_register_{secrets.token_hex(4)}"
    with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def asked_on(url: str, rows: int) -> bool:
    """Fills the database and asks; true where all is well."""
    with tempfile.TemporaryDirectory(prefix="lms-register-") as folder:
        ours = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "LMS_DATABASE_URL": url, "LMS_VAR": folder}
        environment = {name: text for name, text in os.environ.items() if not name.startswith("LMS_")} | ours

        def run(*arguments: str, check: bool = True) -> int:
            return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=check).returncode

        run("manage.py", "migrate", "-v0")
        began = time.monotonic()
        run("-m", "benchmarks.large_register", str(rows))
        print(f"{rows} certificates written in {time.monotonic() - began:.0f} s", flush=True)
        return run("-m", "benchmarks.questions", check=False) == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows, results = parser.parse_args().rows, {}
    for name, scratch in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        print(f"\n=== {name}", flush=True)
        try:
            with scratch() as url:
                results[name] = asked_on(url, rows)
        except psycopg.OperationalError:
            print(f"No PostgreSQL at {POSTGRES}: not asked.")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
