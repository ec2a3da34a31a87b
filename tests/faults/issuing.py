"""Programs for the processes of `test_numbers.py` and `test_batches.py`: `python -m tests.faults.issuing clerks 120 8`. They print JSON."""

import json
import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from django.db import IntegrityError, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from certificates import domain
from certificates.domain import issuing
from certificates.domain.papers import CREDENTIAL, PAPER
from certificates.enums import KeyPurpose, Kind
from certificates.models import Certificate, CertificateEvent, CertificateFile, CourseAward, IssueBatch, Series
from courses.models import Cohort, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.conftest import NOW
from tests.factories import certificates
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_staff
from tests.faults.crowd import TOGETHER, at_once, count_on
from tests.faults.processes import wait_until
from tests.faults.working import work_off


def due(people: str) -> Cohort:
    """A cohort of that many people who all wait for their certificate, and one of the centre's staff."""
    count_on()
    certificates.numbers = certificates.count(1 + Cohort.objects.count())
    cohort = make_finished_cohort()
    for kind in (Kind.COURSE, Kind.LEVEL):
        CourseAward.objects.create(course=cohort.course, kind=kind)
    for _ in range(int(people)):
        make_completed(cohort=cohort)
    make_staff(Role.CENTRE_STAFF, centre=cohort.centre)
    make_staff(Role.APPROVER, centre=cohort.centre)
    return cohort


def who(cohort: Cohort, role: str) -> User:
    return cohort.centre.memberships.get(role=role).user


def standing(cohort: Cohort) -> dict:
    """What the register says of a cohort. Drafts that found no room have no number, and are left out."""
    numbered = issued_in(cohort)
    files = CertificateFile.objects.filter(certificate__in=numbered)
    return {
        "numbers": list(numbered.order_by("n").values_list("n", flat=True)),
        "holders": numbered.values("enrolment").distinct().count(),
        "last": list(cohort.centre.series.values_list("last", flat=True)),
        "papers": files.filter(kind=PAPER).count(),
        "credentials": files.filter(kind=CREDENTIAL).count(),
        "batches": list(cohort.issue_batches.order_by("pk").values_list("state", flat=True)),
    }


def issued_in(cohort: Cohort) -> QuerySet[Certificate]:
    return Certificate.objects.filter(enrolment__cohort=cohort, number__isnull=False)


def clerks(people: str, count: str) -> dict:
    """Clerks who do not know of each other issue to everybody; all but two are killed on the way and replaced."""
    cohort = due(people)
    connections.close_all()
    running = [clerk(cohort.pk, seed) for seed in range(int(count))]
    for n, victim in enumerate(running[:-2]):
        wait_until(lambda n=n: issued_in(cohort).count() >= 4 + 5 * n, timeout=60)
        victim.kill()
        running.append(clerk(cohort.pk, 100 + n))
    for each in running[int(count) - 2 :]:
        each.join(120)
    return standing(cohort) | {"exits": sorted(each.exitcode for each in running)}


def new_year(people: str, count: str) -> dict:
    """Clerks who issue to the same people at the same moment, half of them by a clock that says January already."""
    cohort = due(people)
    said = at_once(int(count), issue_by_own_clock, cohort.pk)
    return {
        "said": said,
        "holders": issued_in(cohort).values("enrolment").distinct().count(),
        "certificates": issued_in(cohort).count(),
    }


def issue_by_own_clock(n: int, barrier, cohort: int) -> str:
    now = NOW.replace(month=12, day=31, hour=19 + 2 * (n % 2))
    for enrolment in Enrolment.objects.filter(cohort=cohort).order_by("pk"):
        barrier.wait(60)
        domain.issue(enrolment, actor=None, now=now)
    return "done"


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
    return {"batch": domain.request_batch(cohort, actor=who(cohort, Role.CENTRE_STAFF), now=timezone.now()).pk}


def four_times(people: str) -> dict:
    """Four clerks ask for the certificates of one cohort at the same moment, and each does what work there is."""
    cohort = due(people)
    domain.active_key(KeyPurpose.CREDENTIAL, now=NOW)
    batches = at_once(4, ask_and_work, cohort.pk)
    return standing(cohort) | {"asked": len(set(batches))}


def ask_and_work(n: int, barrier, pk: int) -> int:
    cohort = Cohort.objects.get(pk=pk)
    staff = who(cohort, Role.CENTRE_STAFF)
    barrier.wait(60)
    batch = domain.request_batch(cohort, actor=staff, now=NOW)
    barrier.wait(60)
    work_off(f"clerk {n}")
    return batch.pk


def careless(people: str) -> dict:
    """The control: four look who is without a certificate and which number is next, and write then."""
    cohort = due(people)
    drafts = [
        issuing.write_draft(issuing.checked(each, kind=Kind.COURSE, actor=None), actor=None, now=NOW)
        for each in domain.due(cohort)
    ]
    domain.active_key(KeyPurpose.CREDENTIAL, now=NOW)
    series = issuing.series_for(drafts[0].enrolment, kind=Kind.COURSE, now=NOW)
    said = at_once(4, look_then_number, [each.pk for each in drafts], series.pk)
    return {"said": sorted(said)}


def look_then_number(n: int, barrier, drafts: list[int], series: int) -> str:
    certificate, found = Certificate.objects.get(pk=drafts[n]), Series.objects.get(pk=series)
    key = domain.active_key(KeyPurpose.CREDENTIAL, now=NOW)
    barrier.wait(60)
    issuing._fill(certificate, found, n=found.last + 1, key=key, valid_until=None, actor=None, now=NOW)
    try:
        with transaction.atomic():
            Series.objects.filter(pk=series).update(last=found.last + 1)
            certificate.save(update_fields=issuing.FILLED)
            # Others on this database look whether every history is whole.
            CertificateEvent.objects.create(certificate=certificate, at=NOW, actor=None, action="issued")
    except IntegrityError:
        return "refused"
    return "issued"


def look(batch: str) -> dict:
    return standing(IssueBatch.objects.get(pk=batch).cohort)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
