"""Programs for the processes of `test_numbers.py`: `python -m tests.faults.issuing due 120`, `... issue 3`."""

import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from certificates import domain
from courses.models import Cohort, Enrolment
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_staff


def due(count: str) -> None:
    """A cohort of that many people who all wait for their certificate, and one of the centre's staff."""
    cohort = make_finished_cohort()
    for _ in range(int(count)):
        make_completed(cohort=cohort)
    make_staff(Role.CENTRE_STAFF, centre=cohort.centre)


def issue(seed: str) -> None:
    """Issues to everybody, in an order of its own, as one of several clerks who do not know of each other."""
    enrolments = list(Enrolment.objects.all())
    random.Random(seed).shuffle(enrolments)
    for enrolment in enrolments:
        domain.issue(enrolment, actor=None, now=NOW)


def ask() -> None:
    """One of the staff asks for the certificates of the cohort."""
    cohort = Cohort.objects.get()
    staff = cohort.centre.memberships.get().user
    domain.request_batch(cohort, actor=staff, now=NOW)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
