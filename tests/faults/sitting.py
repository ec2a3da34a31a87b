"""Programs for the processes of `test_attempts.py`: `python -m tests.faults.sitting start 16`. They print JSON."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from courses.domain import attempt as attempts
from courses.exceptions import AttemptRefused, StaleResponse
from courses.models import Assessment, Attempt, Enrolment, ResponseEvent
from tests.conftest import NOW
from tests.factories.courses import make_assessment, make_attempt, make_course, make_enrolment
from tests.faults.crowd import at_once, count_on

QUESTIONS = 5
OPTIONS = "abc"


def start(processes: str) -> dict:
    """All processes start the same quiz for the same person."""
    course = make_course(lessons=1)
    quiz = make_assessment(course=course, items=QUESTIONS, attempts=3, shuffle=True)
    enrolment = make_enrolment(course=course)
    found = at_once(int(processes), start_one, enrolment.pk, quiz.pk)
    rows = Attempt.objects.filter(enrolment=enrolment)
    return {"attempts": len(set(found)), "rows": rows.count(), "slots": rows.get().slots.count()}


def start_one(n: int, barrier, enrolment: int, quiz: int) -> str:
    enrolment, quiz = Enrolment.objects.get(pk=enrolment), Assessment.objects.get(pk=quiz)
    barrier.wait(60)
    return str(attempts.start(enrolment, assessment=quiz, now=NOW).public_id)


def finish(processes: str, saves: str) -> dict:
    """Some save, one hands in after a while, twice."""
    attempt = make_attempt(items=QUESTIONS)
    found = at_once(int(processes), save_or_finish, attempt.pk, int(saves))
    wrong = [each for each in found if isinstance(each, str)]
    acknowledged = {tuple(save) for saves in found if isinstance(saves, list) for save in saves}
    return verdict(attempt.pk, acknowledged) | {"wrong": wrong}


def save_or_finish(n: int, barrier, pk: int, saves: int) -> list[tuple[int, int, str]]:
    attempt = Attempt.objects.get(pk=pk)
    barrier.wait(60)
    if n:
        return [save for rev in range(1, saves) if (save := save_one(attempt, n, rev))]
    while ResponseEvent.objects.filter(slot__attempt=pk).count() < saves:
        pass
    for _ in range(2):
        attempts.submit(attempt, now=NOW)
    return []


def careless() -> dict:
    """The control: one looks whether the attempt is open and saves afterwards; meanwhile the other hands in."""
    attempt = make_attempt(items=QUESTIONS)
    wrong = [each for each in at_once(2, look_then_write, attempt.pk) if each != "done"]
    return verdict(attempt.pk, set()) | {"wrong": wrong}


def look_then_write(n: int, barrier, pk: int) -> str:
    attempt = Attempt.objects.get(pk=pk)
    barrier.wait(60)
    if n:
        attempts.submit(attempt, now=NOW)
        barrier.wait(60)
    elif attempt.is_open:
        barrier.wait(60)
        right = {"options": ["a"]}
        attempts.write([attempts.changed(attempt.slots.get(n=1), rev=1, value=right, language="az", now=NOW)])
    return "done"


def save_one(attempt: Attempt, n: int, rev: int) -> tuple[int, int, str] | None:
    """Slot, rev and option that the database has taken for good; nothing if it refused."""
    slot, option = 1 + (n + rev) % QUESTIONS, OPTIONS[(n * rev) % len(OPTIONS)]
    rev = rev * 100 + n
    try:
        attempts.save_response(attempt, slot=slot, rev=rev, value={"options": [option]}, language="az", now=NOW)
    except (AttemptRefused, StaleResponse):
        return None
    return slot, rev, option


def verdict(pk: int, acknowledged: set) -> dict:
    """What became of the acknowledged saves, and whether the result is that of the newest ones."""
    attempt = Attempt.objects.get(pk=pk)
    events = ResponseEvent.objects.filter(slot__attempt=pk).values_list("slot__n", "rev", "value")
    kept = {(slot, rev, value["options"][0]) for slot, rev, value in events}
    newest = {slot: option for slot, _rev, option in sorted(kept, key=lambda save: save[:2])}
    responses = {
        slot.n: slot.response.value["options"][0]
        for slot in attempt.slots.select_related("response")
        if hasattr(slot, "response")
    }
    return {
        "lost": sorted(acknowledged - kept),
        "newest_kept": responses == newest,
        "state": attempt.state,
        "score_is_right": attempt.score is None or attempt.score == list(newest.values()).count("a"),
    }


def write(pk: str, n: str) -> None:
    """Saves without end and says each time what was acknowledged, until it is killed."""
    attempt = Attempt.objects.get(pk=int(pk))
    for rev in range(1, 1_000_000):
        if save := save_one(attempt, int(n), rev):
            os.write(1, f"{json.dumps(save)}\n".encode())


def make() -> dict:
    return {"attempt": make_attempt(items=QUESTIONS).pk}


def check(pk: str, path: str) -> dict:
    """Compares what writers said in their files with what is kept."""
    acknowledged: set = set()
    for file in Path(path).glob("writer-*"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        acknowledged |= {tuple(json.loads(line)) for line in lines if line.endswith("]\n")}
    return verdict(int(pk), acknowledged) | {"acknowledged": len(acknowledged)}


if __name__ == "__main__":
    count_on()
    if (result := globals()[sys.argv[1]](*sys.argv[2:])) is not None:
        print(json.dumps(result))
