"""Programs for `test_crash_points.py`: `python -m tests.faults.crashing points`. They print JSON.

For each point a process does the work of a story and kills itself there (SIGKILL: nothing is tidied up). Then another does
what a worker does after such a death, and only if the person's own request was lost, she asks once more.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from itertools import count
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from django.conf import settings
from django.core.files.storage import storages
from django.db import connections
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from certificates import domain, invariants
from certificates.domain import batches, issuing
from certificates.enums import BatchState, CertificateState, KeyState, Kind, Outcome, Reason
from certificates.models import Certificate, IssueBatch, Series
from courses.models import Cohort
from lms.accounts.enums import Role
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.storage import BESIDE, forget_unfinished
from tests.conftest import NOW
from tests.faults.crowd import TOGETHER
from tests.faults.issuing import due, issued_in, standing, who
from tests.faults.points import POINTS, Point
from tests.faults.working import work_off, work_off_what_is_left

PEOPLE = 4
# Two groups: there is a first and a last.
TOGETHER_HERE = 2


class Story(NamedTuple):
    """What is ready before, what is done, and what is still wrong after it (sentences; empty when all is well)."""

    before: Callable[[Cohort], None]
    act: Callable[[Cohort], None]
    wrong: Callable[[Cohort], list[str]]


def nothing(cohort: Cohort) -> None:
    pass


def batch_of(cohort: Cohort) -> IssueBatch:
    return cohort.issue_batches.order_by("-pk").first()


def ask(cohort: Cohort, *, kind: str = Kind.COURSE) -> None:
    domain.request_batch(cohort, actor=who(cohort, Role.CENTRE_STAFF), now=NOW, kind=kind)


def issue(cohort: Cohort) -> None:
    ask(cohort)
    work_off("first")


def all_issued(cohort: Cohort) -> list[str]:
    found, everybody = standing(cohort), list(range(1, PEOPLE + 1))
    expected = {
        "numbers": everybody,
        "holders": PEOPLE,
        "last": [PEOPLE],
        "papers": PEOPLE,
        "credentials": PEOPLE,
        "batches": [BatchState.DONE],
    }
    wrong = [f"{name}: {found[name]}" for name in expected if found[name] != expected[name]]
    if not found["batches"]:
        return wrong
    outcomes = set(batch_of(cohort).rows.values_list("outcome", flat=True))
    return wrong + [f"outcomes: {outcomes}"] * (outcomes != {Outcome.ISSUED})


def ask_for_levels(cohort: Cohort) -> None:
    ask(cohort, kind=Kind.LEVEL)
    work_off("clerk")


def approve(cohort: Cohort) -> None:
    domain.approve_batch(batch_of(cohort), actor=who(cohort, Role.APPROVER), now=NOW)
    work_off("first")


def cancel(cohort: Cohort) -> None:
    domain.cancel_batch(batch_of(cohort), actor=who(cohort, Role.CENTRE_STAFF), now=NOW)


def all_cancelled(cohort: Cohort) -> list[str]:
    states = list(Certificate.objects.filter(enrolment__cohort=cohort).values_list("state", flat=True))
    wrong = [f"states: {states}"] * (states != [CertificateState.CANCELLED] * PEOPLE)
    return wrong + [f"batch: {batch_of(cohort).state}"] * (batch_of(cohort).state != BatchState.CANCELLED)


def ask_for_another(cohort: Cohort) -> None:
    """Somebody's name was misspelt."""
    issue(cohort)
    certificate = issued_in(cohort).get(n=1)
    certificate.enrolment.person.set_name("Leyla Quliyeva")
    certificate.enrolment.person.save()
    staff = who(cohort, Role.CENTRE_STAFF)
    domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    work_off("clerk")


def replaced(cohort: Cohort) -> list[str]:
    first = issued_in(cohort).get(n=1)
    successor = Certificate.objects.filter(replaces=first).first()
    found = (first.state, successor and (successor.state, successor.n, successor.files.count()))
    expected = (CertificateState.SUPERSEDED, (CertificateState.ISSUED, PEOPLE + 1, 2))
    return [f"first and second: {found}"] * (found != expected)


def ask_to_revoke(cohort: Cohort) -> None:
    issue(cohort)
    staff = who(cohort, Role.CENTRE_STAFF)
    domain.request_revocation(issued_in(cohort).get(n=1), reason=Reason.FRAUD, actor=staff, now=NOW)


def revoke(cohort: Cohort) -> None:
    asked = issued_in(cohort).get(n=1).revocations.get()
    domain.decide_revocation(asked, agreed=True, actor=who(cohort, Role.APPROVER), now=NOW)


def revoked(cohort: Cohort) -> list[str]:
    certificate = issued_in(cohort).get(n=1)
    found = (
        certificate.state,
        certificate.revocations.get().agreed,
        certificate.events.filter(action="revoked").count(),
    )
    return [f"state, agreed, events: {found}"] * (found != (CertificateState.REVOKED, True, 1))


def lose_the_key(cohort: Cohort) -> None:
    key = issued_in(cohort).get(n=1).signing_key
    domain.mark_compromised(key, since=NOW, actor=who(cohort, Role.CENTRE_STAFF), now=NOW)
    work_off("first")


def signed_again(cohort: Cohort) -> list[str]:
    found = [(each.signing_key.state, each.files.filter(kind="vc").count()) for each in issued_in(cohort).order_by("n")]
    return [f"keys and credentials: {found}"] * (found != [(KeyState.COMPROMISED, 2)] * PEOPLE)


STORIES = {
    "key": Story(issue, lose_the_key, signed_again),
    "issue": Story(nothing, issue, all_issued),
    "approve": Story(ask_for_levels, approve, all_issued),
    "cancel": Story(ask_for_levels, cancel, all_cancelled),
    "replace": Story(ask_for_another, approve, replaced),
    "revoke": Story(ask_to_revoke, revoke, revoked),
}


def points() -> dict:
    """What each death left behind once somebody has worked again."""
    return {name: survived(point) for name, point in POINTS.items()}


def survived(point: Point) -> dict:
    story = STORIES[point.story]
    cohort = due(str(PEOPLE))
    in_small_groups()
    story.before(cohort)
    exit_code = in_a_process(die, point, cohort.pk)
    cohort = Cohort.objects.get(pk=cohort.pk)
    work_off_what_is_left("second")
    asked_again = bool(story.wrong(cohort)) and point.lost
    if asked_again:
        story.act(cohort)
    return {"exit": exit_code, "asked_again": asked_again, "wrong": story.wrong(cohort) + left_behind()}


def left_behind() -> list[str]:
    """Whatever the crash may have left: work nobody does, broken rows, files that are not what their name says."""
    unfinished = Job.objects.filter(name__startswith="certificates.").exclude(state=JobState.DONE)
    wrong = [f"{each.name}: {each.state} {each.last_error}" for each in unfinished]
    storage = storages["private"]
    forget_unfinished(storage, before=timezone.now() + timedelta(hours=1))
    begun = storage.listdir(BESIDE)[1] if storage.exists(BESIDE) else []
    return wrong + [f"begun: {name}" for name in begun] + list(invariants.violations())


def in_small_groups() -> None:
    batches.DRAWN_TOGETHER = issuing.DRAWN_TOGETHER = TOGETHER_HERE


def in_a_process(work: Callable, *arguments) -> int:
    """How a process of its own ended that did this; it shares no connection."""
    connections.close_all()
    process = TOGETHER.Process(target=work, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def die(point: Point, cohort: int) -> None:
    place, _dot, name = point.function.rpartition(".")
    module = import_module(place)
    work, calls = getattr(module, name), count(1)

    def deadly(*arguments, **options):
        last = next(calls) == point.call
        if last and not point.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*arguments, **options)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, deadly)
    STORIES[point.story].act(Cohort.objects.get(pk=cohort))


def counted_apart() -> dict:
    """The control: numbers are counted in a transaction of their own, as a sequence does, and the process dies after it."""
    issue_some, fill, save = batches._issue_some, issuing._fill, Series.save

    def count_and_issue(batch, rows, *, now):
        series = issuing.series_for(rows[0].enrolment, kind=batch.kind, now=now)
        Series.objects.filter(pk=series.pk).update(last=F("last") + len(rows))
        issue_some(batch, rows, now=now)

    def fill_as_counted(certificate, series, *, n, **facts):
        fill(certificate, series, n=n - TOGETHER_HERE, **facts)

    def save_the_new(series, *, update_fields=None, **options):
        if not update_fields:
            save(series, **options)

    batches._issue_some, issuing._fill, Series.save = count_and_issue, fill_as_counted, save_the_new
    return survived(Point("issue", "certificates.domain.issuing._fill", call=2, after=True))


def written_in_place() -> dict:
    """The control: files are written under their own name, and the process dies in the middle of one."""
    plain = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": settings.STORAGES["private"]["OPTIONS"],
    }
    with override_settings(STORAGES=settings.STORAGES | {"private": plain}):
        return survived(Point("issue", "django.core.files.locks.unlock"))


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
