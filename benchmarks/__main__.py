"""`make bench`: pages, attempts and certificates per second, here and now, beside a peer's. See `docs/benchmarks.md`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg

from benchmarks import flow, peer, report, services, web, wrk
from benchmarks.services import CannotMeasure

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "var" / "bench.json"
FOLDER = ROOT / "var" / "bench"
ROUNDS = 3
SECONDS = 5
WARM_UP = 3
ITEMS = 20
PAGES = {
    "lesson": peer.LESSON,
    "course": peer.COURSE,
    "dashboard": peer.DASHBOARD,
    "quiz": peer.QUIZ,
    "front": peer.FRONT,
}
# Attempts with an answer that is final in each of their slots.
COMPLETE = """
    SELECT count(*) FROM courses_attempt a JOIN courses_assessment q ON q.id = a.assessment_id
    WHERE q.key = 'again' AND a.state = 'scored' AND %s = (
        SELECT count(*) FROM courses_response r JOIN courses_attemptslot s ON s.id = r.slot_id
        WHERE s.attempt_id = a.id AND r.is_final)
"""
Measure = Callable[[int], float]


def main() -> int:
    try:
        subprocess.run(["sh", str(ROOT / "benchmarks" / "tools.sh")], check=True)
        with services.database() as database, services.cache() as cache:
            rows = measured(database, cache)
    except (CannotMeasure, subprocess.CalledProcessError) as problem:
        print(f"Not measured: {problem}", file=sys.stderr)
        return 1
    finally:
        forget()
    print(f"\n{report.table(rows)}\n\nK = {rows[0].factor:.2f}; also in {RESULT.relative_to(ROOT)}")
    report.write(RESULT, rows)
    return 0


def measured(database: str, cache: str) -> list[report.Row]:
    environment = surroundings(database, cache)
    requests = prepared(environment, database)
    factors = [peer.factor()]
    with web.serving(environment, FOLDER / "web.log") as port:
        measures = measures_of(port, requests, environment, database)
        print("Warming up ...", flush=True)
        for measure in measures.values():
            measure(WARM_UP)
        found: dict[peer.Recorded, list[float]] = {recorded: [] for recorded in measures}
        for n in range(1, ROUNDS + 1):
            for recorded, measure in measures.items():
                found[recorded].append(measure(SECONDS))
                print(f"Round {n}: {recorded.name}: {found[recorded][-1]:.1f} {recorded.unit}", flush=True)
            factors.append(peer.factor())
    return [report.Row(recorded, rounds, max(factors)) for recorded, rounds in found.items()]


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


def measures_of(
    port: int, requests: dict[str, list[dict]], environment: Mapping[str, str], database: str
) -> dict[peer.Recorded, Measure]:
    pages = {recorded: pages_measure(port, requests[name]) for name, recorded in PAGES.items()}
    return pages | {
        peer.ATTEMPT: attempts_measure(port, requests["attempt"], database),
        peer.CERTIFICATE: lambda seconds: float(run(environment, "-m", "benchmarks.paper", str(seconds))),
    }


def pages_measure(port: int, requests: list[dict]) -> Measure:
    fields = ("path", "words", "cookies", "name")
    wanted = [wrk.Request(**{name: each[name] for name in fields}) for each in requests]
    return lambda seconds: wrk.pages_per_second(port, wanted, seconds=seconds, folder=FOLDER)


def attempts_measure(port: int, people: list[dict], database: str) -> Measure:
    """Counts the attempts in the database as well: each with all its answers, scored."""

    def measure(seconds: int) -> float:
        before = complete_attempts(database)
        done = flow.attempts_per_second(port, people, seconds=seconds, items=ITEMS)
        stored = complete_attempts(database) - before
        if stored != done.attempts:
            raise CannotMeasure(f"{done.attempts} attempts were answered for, {stored} are stored")
        return done.per_second

    return measure


def complete_attempts(database: str) -> int:
    with psycopg.connect(database) as connection:
        return connection.execute(COMPLETE, [ITEMS]).fetchone()[0]


def forget() -> None:
    """All but the static files, which take longest to collect, and the log."""
    for path in FOLDER.glob("*"):
        if path.is_dir() and path.name != "static":
            shutil.rmtree(path)


if __name__ == "__main__":
    sys.exit(main())
