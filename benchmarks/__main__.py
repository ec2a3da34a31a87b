"""`make bench`: pages, attempts and certificates per second, here and now, beside a peer's. See `docs/benchmarks.md`."""

import subprocess
import sys
from pathlib import Path

from benchmarks import ground, peer, report, services, web
from benchmarks.measures import Measure, measures_of
from benchmarks.papers.compare import compare
from benchmarks.processor import Meter, worked
from benchmarks.report import Round, Row
from benchmarks.services import CannotMeasure

RESULT = ground.ROOT / "var" / "bench.json"
ROUNDS = 3
SECONDS = 5
# Long enough for both workers to meet every lesson page.
WARM_UP = 6


def main() -> int:
    try:
        subprocess.run(["sh", str(Path(__file__).with_name("tools.sh"))], check=True)
        with services.database() as database, services.cache() as cache:
            found, factor = measured(database, cache)
        papers = compare()
    except (CannotMeasure, subprocess.CalledProcessError) as problem:
        print(f"Not measured: {problem}", file=sys.stderr)
        return 1
    finally:
        ground.forget()
    show(found, factor, papers)
    return 0


def measured(database: str, cache: str) -> tuple[dict[peer.Recorded, list[Round]], float]:
    """The rounds of each row, one row after the other in every round, and the best K that was seen meanwhile."""
    environment = ground.surroundings(database, cache)
    requests = ground.prepared(environment, database)
    factors = [peer.factor()]
    with web.serving(environment, ground.FOLDER / "web.log") as server:
        meter = Meter(server=server.pid, database=database, cache=cache)
        measures = measures_of(server.port, requests, environment, database)
        print("Warming up ...", flush=True)
        for measure in measures.values():
            measure(WARM_UP)
        found: dict[peer.Recorded, list[Round]] = {recorded: [] for recorded in measures}
        for n in range(1, ROUNDS + 1):
            for recorded, measure in measures.items():
                found[recorded].append(one_round(measure, meter))
                print(f"Round {n}: {recorded.name}: {found[recorded][-1].speed:.1f} {recorded.unit}", flush=True)
            factors.append(peer.factor())
    return found, max(factors)


def one_round(measure: Measure, meter: Meter) -> Round:
    before = meter.read()
    done = measure(SECONDS)
    spent = worked(before, meter.read())
    return Round(done.per_second, None if spent is None else 1000 * spent / done.count)


def show(found: dict[peer.Recorded, list[Round]], factor: float, papers: list[Row]) -> None:
    speeds, works = report.speeds(found, factor=factor), report.works(found, factor=factor)
    for head, rows in ((report.SPEED, speeds), (report.WORK, works), (report.PAPERS, papers)):
        print(f"\n{report.table(head, rows)}")
    print(f"\nK = {factor:.2f}; also in {RESULT.relative_to(ground.ROOT)}")
    report.write(RESULT, speeds + works + papers)


if __name__ == "__main__":
    sys.exit(main())
