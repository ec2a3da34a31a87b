"""Certificates of many people issued, drawn and signed while the site answers: `python -m benchmarks.issuing --people 2000`.

On PostgreSQL, with gunicorn and workers as an installation has them. Prints how long it took, and how fast pages were meanwhile
beside how fast they are otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles

import psycopg

from benchmarks import ground, services, web
from benchmarks.services import CannotMeasure
from lms.children import PARENT

# How long the site is watched alone, in seconds.
ALONE = 10
# The light load: each page so often a second, whether or not the one before was quick.
A_SECOND = 4
LONGEST = 1800
# Of the whole class: whom the batch does not reach first gets hers from the sweep that looks after completed places.
NUMBERED = """
    SELECT count(*) FROM certificates_certificate c JOIN courses_enrolment e ON e.id = c.enrolment_id
    WHERE c.number IS NOT NULL AND e.cohort_id = (SELECT cohort_id FROM certificates_issuebatch WHERE id = %s)
"""
DONE = f"{NUMBERED} AND EXISTS(SELECT 1 FROM certificates_certificatefile f WHERE f.certificate_id = c.id AND f.kind = 'pdf')"  # noqa: S608 - a query of ours


@dataclass
class Visitor:
    """Asks for a page again and again until told to stop; `times` in milliseconds."""

    port: int
    requests: list[dict]
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def ask(self, over: threading.Event) -> None:
        due = time.monotonic()
        for request in cycle(self.requests):
            if over.wait(max(0, due - time.monotonic())):
                return
            due += 1 / A_SECOND
            self.one(request)

    def one(self, request: dict) -> None:
        began = time.perf_counter()
        address = f"http://127.0.0.1:{self.port}{request['path']}"
        asked = urllib.request.Request(address, headers={"Cookie": request.get("cookies", "")})
        with urllib.request.urlopen(asked, timeout=60) as response:
            page = response.read().decode()
        self.times.append(1000 * (time.perf_counter() - began))
        if request["words"] not in page:
            self.wrong.append(request["path"])


@contextmanager
def visited(port: int, pages: Mapping[str, list[dict]]) -> Iterator[dict[str, Visitor]]:
    """Each kind of page has a visitor of its own. Raises CannotMeasure where an answer was not the page."""
    over = threading.Event()
    visitors = {name: Visitor(port, requests) for name, requests in pages.items()}
    threads = [threading.Thread(target=each.ask, args=(over,)) for each in visitors.values()]
    for thread in threads:
        thread.start()
    try:
        yield visitors
    finally:
        over.set()
        for thread in threads:
            thread.join()
    wrong = [path for each in visitors.values() for path in each.wrong]
    if wrong:
        raise CannotMeasure(f"Pages failed, the first was {wrong[:1]}")


@contextmanager
def working(environment: Mapping[str, str], count: int) -> Iterator[None]:
    command = [sys.executable, "manage.py", "worker", "--threads", "1"]
    ours = {**environment, PARENT: str(os.getpid())}
    with (ground.FOLDER / "worker.log").open("wb") as log:
        workers = [subprocess.Popen(command, cwd=ground.ROOT, env=ours, stderr=log) for _ in range(count)]
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def until(database: psycopg.Connection, query: str, batch: int, people: int) -> float:
    """The moment at which so many are counted. Raises CannotMeasure when that takes too long."""
    end = time.perf_counter() + LONGEST
    while database.execute(query, [batch]).fetchone()[0] < people:
        if time.perf_counter() > end:
            raise CannotMeasure(f"Not done in {LONGEST} seconds.")
        time.sleep(0.2)
    return time.perf_counter()


def measure(url: str, cache: str, *, people: int, workers: int) -> None:
    environment = ground.surroundings(url, cache)
    requests = ground.prepared(environment, url)
    code = json.loads(ground.run(environment, "-m", "benchmarks.classroom", "code"))
    pages = {"lesson page, signed in": requests["lesson"], "/v/<code>": [code]}
    print(f"Making a class of {people} ...", flush=True)
    ground.run(environment, "-m", "benchmarks.classroom", "make", str(people))
    with (
        web.serving(environment, ground.FOLDER / "web.log") as server,
        psycopg.connect(url, autocommit=True) as database,
    ):
        with visited(server.port, pages):  # loads the code in both processes
            time.sleep(2)
        print(f"The site alone, {ALONE} s ...", flush=True)
        with visited(server.port, pages) as alone:
            time.sleep(ALONE)
        print(f"{people} certificates, {workers} workers ...", flush=True)
        with working(environment, workers), visited(server.port, pages) as meanwhile:
            batch = json.loads(ground.run(environment, "-m", "benchmarks.classroom", "ask"))
            began = time.perf_counter()
            numbered = until(database, NUMBERED, batch, people) - began
            done = until(database, DONE, batch, people) - began
    show(people, numbered, done)
    for name, visitor in meanwhile.items():
        print(f"{name}: {spread(visitor.times)} meanwhile, {spread(alone[name].times)} without")


def show(people: int, numbered: float, done: float) -> None:
    print(f"\n{people} certificates checked and numbered in {numbered:.1f} s, all drawn and signed in {done:.1f} s:")
    print(f"{people / done:.1f} certificates a second")


def spread(times: list[float]) -> str:
    """Half of the answers came within the first, nineteen of twenty within the second."""
    if len(times) < 2:
        raise CannotMeasure("The site did not answer often enough.")
    cuts = quantiles(times, n=20, method="inclusive")
    return f"p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    try:
        with services.database() as url, services.cache() as cache:
            measure(url, cache, people=arguments.people, workers=arguments.workers)
    except (CannotMeasure, subprocess.CalledProcessError) as problem:
        print(f"Not measured: {problem}", file=sys.stderr)
        return 1
    finally:
        ground.forget()
    return 0


if __name__ == "__main__":
    sys.exit(main())
