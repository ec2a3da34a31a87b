"""Programs for the processes of `test_numbers.py`: `python -m tests.faults.issuing clerks 120 8`. They print JSON."""

import json
import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from django.db import connections

from certificates import domain
from certificates.models import Certificate, IssueBatch
from courses.models import Cohort, Enrolment
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories import certificates
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_staff
from tests.faults.crowd import TOGETHER, at_once, count_on
from tests.faults.processes import wait_until


def due(people: str) -> Cohort:
    """A cohort of that many people who all wait for their certificate, and one of the centre's staff."""
    count_on()
    certificates.numbers = certificates.count(1 + Cohort.objects.count())
    cohort = make_finished_cohort()
    for _ in range(int(people)):
        make_completed(cohort=cohort)
    make_staff(Role.CENTRE_STAFF, centre=cohort.centre)
    return cohort


def standing(cohort: Cohort) -> dict:
    numbers = Certificate.objects.filter(enrolment__cohort=cohort).order_by("n").values_list("n", flat=True)
    return {
        "numbers": list(numbers),
        "holders": Enrolment.objects.filter(cohort=cohort, certificates__isnull=False).distinct().count(),
        "last": list(cohort.centre.series.values_list("last", flat=True)),
        "files": Certificate.objects.filter(enrolment__cohort=cohort, files__isnull=False).count(),
        "batches": list(cohort.issue_batches.values_list("state", flat=True)),
    }


def clerks(people: str, count: str) -> dict:
    """Clerks who do not know of each other issue to everybody; all but two are killed on the way and replaced."""
    cohort = due(people)
    connections.close_all()
    running = [clerk(cohort.pk, seed) for seed in range(int(count))]
    for n, victim in enumerate(running[:-2]):
        wait_until(lambda n=n: issued(cohort) >= 8 + 12 * n, timeout=60)
        victim.kill()
        running.append(clerk(cohort.pk, 100 + n))
    for each in running[int(count) - 2 :]:
        each.join(120)
    return standing(cohort) | {"exits": sorted(each.exitcode for each in running)}


def new_year(people: str, count: str) -> dict:
    """Clerks who issue to the same people at the same moment, half of them by a clock that says January already."""
    cohort = due(people)
    said = at_once(int(count), issue_by_own_clock, cohort.pk)
    certificates = Certificate.objects.filter(enrolment__cohort=cohort)
    return {
        "said": said,
        "holders": certificates.values("enrolment").distinct().count(),
        "papers": certificates.count(),
    }


def issue_by_own_clock(n: int, barrier, cohort: int) -> str:
    now = NOW.replace(month=12, day=31, hour=19 + 2 * (n % 2))
    for enrolment in Enrolment.objects.filter(cohort=cohort).order_by("pk"):
        barrier.wait(60)
        domain.issue(enrolment, actor=None, now=now)
    return "done"


def issued(cohort: Cohort) -> int:
    return Certificate.objects.filter(enrolment__cohort=cohort).count()


def clerk(cohort: int, seed: int):
    connections.close_all()
    process = TOGETHER.Process(target=issue_to_all, args=(cohort, seed))
    process.start()
    return process


def issue_to_all(cohort: int, seed: int) -> None:
    """In an order of its own."""
    enrolments = list(Enrolment.objects.filter(cohort=cohort))
    random.Random(seed).shuffle(enrolments)
    for enrolment in enrolments:
        domain.issue(enrolment, actor=None, now=NOW)


def ask(people: str) -> dict:
    """One of the staff asks for the certificates of a cohort."""
    cohort = due(people)
    staff = cohort.centre.memberships.get().user
    return {"batch": domain.request_batch(cohort, actor=staff, now=NOW).pk}


def look(batch: str) -> dict:
    return standing(IssueBatch.objects.get(pk=batch).cohort)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
