"""The rows of the table: each a function of seconds."""

from collections.abc import Callable, Mapping
from functools import partial

import psycopg

from benchmarks import flow, ground, peer, wrk
from benchmarks.report import Counted
from benchmarks.services import CannotMeasure

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
Measure = Callable[[int], Counted]


def measures_of(
    port: int, requests: dict[str, list[dict]], environment: Mapping[str, str], database: str
) -> dict[peer.Recorded, Measure]:
    pages = {recorded: partial(pages_in, port, requests[name]) for name, recorded in PAGES.items()}
    return pages | {
        peer.ATTEMPT: partial(attempts_in, port, requests["attempt"], database),
        peer.CERTIFICATE: partial(certificates_in, environment),
    }


def pages_in(port: int, requests: list[dict], seconds: int) -> Counted:
    fields = ("path", "words", "cookies", "name")
    wanted = [wrk.Request(**{name: each[name] for name in fields}) for each in requests]
    return wrk.pages(port, wanted, seconds=seconds, folder=ground.FOLDER)


def attempts_in(port: int, people: list[dict], database: str, seconds: int) -> Counted:
    """Counted in the database as well: each with all its answers, scored."""
    before = complete_attempts(database)
    done = flow.attempts(port, people, seconds=seconds, items=ITEMS)
    stored = complete_attempts(database) - before
    if stored != done.count:
        raise CannotMeasure(f"{done.count} attempts were answered for, {stored} are stored")
    return done


def complete_attempts(database: str) -> int:
    with psycopg.connect(database) as connection:
        return connection.execute(COMPLETE, [ITEMS]).fetchone()[0]


def certificates_in(environment: Mapping[str, str], seconds: int) -> Counted:
    count, per_second = ground.run(environment, "-m", "benchmarks.paper", str(seconds)).split()
    return Counted(int(count), float(per_second))
