"""A database of its own, empty or the copy of a template, for a test that starts processes, on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults.processes import free_port, wait_until

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


class Cluster:
    """A PostgreSQL server of one's own, to be killed: its folder and port are nobody else's.

    The folder lies directly under the folder for temporary files: those above pytest's are closed to the user `postgres`, as
    whom the server runs where the tests run as root.
    """

    # Nothing is asked of the disk: what a killed process has written, the kernel has.
    SETTINGS = ("fsync=off", "listen_addresses=127.0.0.1", "shared_buffers=32MB", "max_connections=60")

    def __init__(self):
        self.programs = newest_programs()
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="lms-cluster-"))
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        self.data, self.port = self.folder / "data", free_port()
        self.server: subprocess.Popen | None = None
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/lms"

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.user)

    def start(self) -> None:
        """Comes back when it answers."""
        options = [part for each in self.SETTINGS for part in ("-c", each)]
        places = ["-D", str(self.data), "-p", str(self.port), "-k", str(self.folder)]
        command = [str(self.programs / "postgres"), *places, *options]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.user)
        wait_until(self.answers, 60)

    def answers(self) -> bool:
        assert self.server.poll() is None, (self.folder / "log").read_text()
        with suppress(psycopg.OperationalError), psycopg.connect(self.url.replace("/lms", "/postgres")):
            return True
        return False

    def kill(self) -> None:
        """The server and all it started, at once, as when a machine runs out of memory."""
        family = self.family()
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))

    def family(self) -> list[int]:
        path = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [self.server.pid, *map(int, path.read_text().split())]

    def make_database(self, template: str | None) -> None:
        """Empty, or with what is in the database of that name on the tests' own server."""
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "lms")
        if template:
            source = ADMIN.rpartition("/")[0] + f"/{template}"
            copy = self.folder / "copy"
            with copy.open("wb") as target:
                subprocess.run([str(self.programs / "pg_dump"), source], check=True, stdout=target)
            self.run("psql", "-qX", "-d", self.url, "-f", str(copy))

    def remove(self) -> None:
        if self.server and self.server.poll() is None:
            self.kill()
        shutil.rmtree(self.folder)


def newest_programs() -> Path:
    """Where initdb and its kind lie: Debian does not put them on the path."""
    found = [Path(program).parent for program in [shutil.which("postgres")] if program]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else pytest.skip("the programs of PostgreSQL are not installed")


@contextmanager
def cluster(template: str | None = None):
    made = Cluster()
    try:
        made.start()
        made.make_database(template)
        yield made
    finally:
        made.remove()
