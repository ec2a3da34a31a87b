"""What is measured on: the demo and a course for measuring, in a database and a folder of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"


def surroundings(database: str, cache: str) -> dict[str, str]:
    """The settings of a developer's machine, on the services that a larger installation has."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "LMS_DATABASE_URL": database,
        "LMS_REDIS_URL": cache,
        "LMS_VAR": str(FOLDER),
    }
    return {name: text for name, text in os.environ.items() if not name.startswith("LMS_")} | ours


def prepared(environment: Mapping[str, str], database: str) -> dict[str, list[dict]]:
    """Loads the demo and the course that is asked for; returns the requests of each row."""
    forget()
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("Making a database with the demo and 60 readers ...", flush=True)
    run(environment, "manage.py", "demo", "--prepare-only")
    requests = json.loads(run(environment, "-m", "benchmarks.prepare"))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ANALYZE")
    return requests


def run(environment: Mapping[str, str], *arguments: str) -> str:
    """What a program of this project prints."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def forget() -> None:
    """All but the static files, which take longest to collect, and the log."""
    for path in FOLDER.glob("*"):
        if path.is_dir() and path.name != "static":
            shutil.rmtree(path)
