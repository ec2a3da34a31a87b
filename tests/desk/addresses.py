"""Every address of the desk, and two centres to ask them about."""

from types import SimpleNamespace

from django.urls import reverse

from certificates.domain import issue, request_batch
from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Enrolment
from lms.accounts.models import ActivationSlip, User
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.people import make_centre, make_person, make_staff


def of(which: str):
    return lambda place: {"public_id": getattr(place, which).public_id}


def deciding(decision: str):
    return lambda place: {"public_id": place.active.public_id, "decision": decision}


# What an address needs of a centre, and the methods it answers.
ADDRESSES = {
    "today": (None, ("get",)),
    "cohorts": (None, ("get",)),
    "new_cohort": (None, ("get", "post")),
    "cohort": (of("cohort"), ("get",)),
    "edit_cohort": (of("cohort"), ("get", "post")),
    "add_learner": (of("cohort"), ("get", "post")),
    "enrol_known": (of("cohort"), ("get", "post")),
    "issue": (of("cohort"), ("get", "post")),
    "decide": (deciding("withdraw"), ("get", "post")),
    "batch": (of("batch"), ("get",)),
    "batch_progress": (of("batch"), ("get",)),
    "people": (None, ("get",)),
    "person": (of("person"), ("get",)),
    "name": (of("person"), ("get", "post")),
    "email": (of("person"), ("get", "post")),
    "new_slip": (of("person"), ("get", "post")),
    "slip": (of("person"), ("post",)),
}
WITH_ROWS = [name for name, (needs, _methods) in ADDRESSES.items() if needs]
READABLE = [name for name, (_needs, methods) in ADDRESSES.items() if "get" in methods]
WRITABLE = [name for name, (_needs, methods) in ADDRESSES.items() if "post" in methods]


def make_place(code: str, mark: str) -> SimpleNamespace:
    centre = make_centre(code=code, names=dict.fromkeys(("az", "en", "ru"), f"{mark} centre"))
    staff = make_staff(centre=centre, name=f"{mark} Staff")
    cohort = make_cohort(centre=centre, name=f"{mark} cohort", mode=EnrolmentMode.APPROVAL)
    person = make_person(name=f"{mark} Learner", email=f"{mark.lower()}@example.org")
    make_enrolment(cohort=cohort, person=make_person(name=f"{mark} Pending"))
    active = Enrolment.objects.get(cohort=cohort)
    Enrolment.objects.filter(pk=active.pk).update(state=EnrolmentState.WAITING, place_in_line=1)
    make_completed(cohort=cohort, person=person)
    done = make_completed(cohort=cohort, person=make_person(name=f"{mark} Certified"))
    certificate = issue(done, actor=staff, now=NOW)
    batch = request_batch(cohort, actor=staff, now=NOW)
    return SimpleNamespace(
        centre=centre, staff=staff, cohort=cohort, person=person, active=active, certificate=certificate, batch=batch
    )


def address(name: str, place) -> str:
    needs, _methods = ADDRESSES[name]
    return reverse(f"desk:{name}", kwargs=needs(place) if needs else {})


def rows_of(place) -> list:
    """Everything that belongs to a centre, as it stands in the database."""
    people = User.objects.filter(enrolments__cohort__centre=place.centre).order_by("pk").distinct()
    return [
        list(people.values()),
        list(place.centre.cohorts.values()),
        list(Enrolment.objects.filter(cohort__centre=place.centre).order_by("pk").values()),
        list(place.cohort.issue_batches.values()),
        list(place.batch.rows.values()),
        list(ActivationSlip.objects.filter(user__in=people).values()),
    ]
