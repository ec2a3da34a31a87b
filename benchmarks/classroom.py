"""A class that waits for its certificates, on the bench's own database: `python -m benchmarks.classroom make 2000`. Prints JSON."""

import json
import sys
from datetime import timedelta
from itertools import cycle, islice

import django

django.setup()

from django.db import transaction
from django.utils import timezone

from benchmarks.course import COURSE
from benchmarks.papers.values import FAMILY, FATHER, GIVEN
from certificates import domain
from certificates.codes import grouped
from certificates.models import Certificate
from courses.domain.authoring import save_cohort
from courses.enums import EnrolmentState
from courses.models import Cohort, Course, Enrolment
from lms.accounts.domain import grant
from lms.accounts.domain.people import free_login_id
from lms.accounts.enums import Role
from lms.accounts.identifiers import check_digit
from lms.accounts.models import Centre, User

NAME = "Waiting"


def make(people: str) -> int:
    """The cohort: everybody has completed, and one of the centre's staff may ask."""
    now, count = timezone.now(), int(people)
    today = timezone.localdate(now)
    with transaction.atomic():
        cohort = save_cohort(
            actor=None,
            now=now,
            course=Course.objects.get(key=COURSE),
            centre=Centre.objects.order_by("pk").first(),
            name=NAME,
            language="az",
            starts_on=today - timedelta(days=60),
            ends_on=today,
            seats=count,
        )
        names = islice(
            cycle(f"{family} {given} {father}" for family in FAMILY for given, _own in GIVEN for father in FATHER),
            count,
        )
        persons = User.objects.bulk_create([person(n, name) for n, name in enumerate(names)])
        facts = {"state": EnrolmentState.COMPLETED, "created_at": now, "changed_at": now, "completed_at": now}
        Enrolment.objects.bulk_create(
            Enrolment(cohort=cohort, person=each, final_score=87, **facts) for each in persons
        )
        Cohort.objects.filter(pk=cohort.pk).update(taken=count)
        grant(staff(), role=Role.CENTRE_STAFF, centre=cohort.centre)
    return cohort.pk


def person(n: int, name: str) -> User:
    body = str(700_000_000 + n)
    found = User(login_id=body + check_digit(body))
    found.set_name(name)
    return found


def staff() -> User:
    found = User(login_id=free_login_id())
    found.set_name(NAME)
    found.save()
    return found


def ask() -> int:
    """The batch."""
    cohort = Cohort.objects.get(name=NAME)
    return domain.request_batch(cohort, actor=User.objects.get(name=NAME), now=timezone.now()).pk


def code() -> dict:
    """The public page of a certificate that the demo has issued, and what must stand on it."""
    found = Certificate.objects.filter(number__isnull=False).order_by("pk").first()
    return {"path": f"/v/{found.code}", "words": found.number, "code": grouped(found.code)}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
