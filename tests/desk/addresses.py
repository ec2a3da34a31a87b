"""Every address of the desk, and two centres to ask them about."""

from types import SimpleNamespace

from django.urls import reverse

from certificates.domain import issue, request_batch, request_revocation
from certificates.enums import Kind, Reason
from certificates.models import Certificate, IssueBatchRow
from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Enrolment
from lms.accounts.models import ActivationSlip, User
from tests.conftest import NOW
from tests.factories.certificates import carry_out, make_completed
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.people import make_centre, make_person, make_staff
from tests.recorded import Recorded


def of(which: str):
    return lambda place: {"public_id": getattr(place, which).public_id}


def deciding(decision: str):
    return lambda place: {"public_id": place.active.public_id, "decision": decision}


def drafted(place):
    draft = Certificate.objects.filter(batch_rows__batch=place.awaiting).earliest("pk")
    return {"public_id": place.awaiting.public_id, "certificate": draft.public_id}


# What an address needs of a centre, and the methods it answers.
ADDRESSES = {
    "today": (None, ("get",)),
    "cohorts": (None, ("get",)),
    "new_cohort": (None, ("get", "post")),
    "cohort": (of("cohort"), ("get",)),
    "edit_cohort": (of("cohort"), ("get", "post")),
    "add_learner": (of("cohort"), ("get", "post")),
    "enrol_known": (of("cohort"), ("get", "post")),
    "issue": (of("cohort"), ("get",)),
    "issue_kind": (lambda place: {"public_id": place.cohort.public_id, "kind": "level"}, ("get", "post")),
    "decide": (deciding("withdraw"), ("get", "post")),
    "batch": (of("batch"), ("get",)),
    "batch_progress": (of("batch"), ("get",)),
    "approve_batch": (of("awaiting"), ("post",)),
    "cancel_batch": (of("awaiting"), ("get", "post")),
    "draft": (drafted, ("get",)),
    "batch_print": (of("finished"), ("get", "post")),
    "batch_print_state": (of("finished"), ("get",)),
    "batch_zip": (of("finished"), ("get",)),
    "batch_list": (of("finished"), ("get",)),
    "batch_letters": (of("finished"), ("get",)),
    "waiting": (None, ("get",)),
    "people": (None, ("get",)),
    "person": (of("person"), ("get",)),
    "name": (of("person"), ("get", "post")),
    "email": (of("person"), ("get", "post")),
    "new_slip": (of("person"), ("get", "post")),
    "slip": (of("person"), ("post",)),
    "register": (None, ("get",)),
    "export_csv": (None, ("get",)),
    "export_xlsx": (None, ("get",)),
    "certificate": (of("certificate"), ("get",)),
    "duplicate": (of("certificate"), ("get", "post")),
    "replace": (of("certificate"), ("get", "post")),
    "revoke": (of("certificate"), ("get", "post")),
    "revocation": (of("revocation"), ("get", "post")),
}
WITH_ROWS = [name for name, (needs, _methods) in ADDRESSES.items() if needs]
READABLE = [name for name, (_needs, methods) in ADDRESSES.items() if "get" in methods]
WRITABLE = [name for name, (_needs, methods) in ADDRESSES.items() if "post" in methods]


def make_place(code: str, mark: str) -> SimpleNamespace:
    centre = make_centre(code=code, names=dict.fromkeys(("az", "en", "ru"), f"{mark} centre"))
    staff = make_staff(centre=centre, name=f"{mark} Staff")
    cohort = make_cohort(centre=centre, name=f"{mark} cohort", mode=EnrolmentMode.APPROVAL)
    for kind in (Kind.COURSE, Kind.LEVEL):
        cohort.course.awards.create(kind=kind)
    person = make_person(name=f"{mark} Learner", email=f"{mark.lower()}@example.org")
    make_enrolment(cohort=cohort, person=make_person(name=f"{mark} Pending"))
    active = Enrolment.objects.get(cohort=cohort)
    Enrolment.objects.filter(pk=active.pk).update(state=EnrolmentState.WAITING, place_in_line=1)
    make_completed(cohort=cohort, person=person)
    done = make_completed(cohort=cohort, person=make_person(name=f"{mark} Certified"))
    certificate = issue(done, actor=staff, now=NOW)
    finished = carry_out(request_batch(cohort, actor=staff, now=NOW))
    make_completed(cohort=cohort, person=make_person(name=f"{mark} Late"))
    revocation = request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    return SimpleNamespace(
        centre=centre,
        staff=staff,
        cohort=cohort,
        person=person,
        active=active,
        certificate=certificate,
        finished=finished,
        awaiting=carry_out(request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL)),
        batch=request_batch(cohort, actor=staff, now=NOW),
        revocation=revocation,
    )


def made_places() -> dict[str, dict]:
    """Two centres with people in every state; whatever is written of the second one says so."""
    places = {"ours": make_place("ours", "OURS"), "theirs": make_place("theirs", "CANARY")}
    return {of: {name: (type(row), row.pk) for name, row in vars(place).items()} for of, place in places.items()}


PLACES = Recorded(made_places)


def find_places() -> SimpleNamespace:
    """`ours` and `theirs`, each with its rows as they stand."""
    found = {
        of: SimpleNamespace(**{name: model.objects.get(pk=pk) for name, (model, pk) in rows.items()})
        for of, rows in PLACES.play().items()
    }
    return SimpleNamespace(**found)


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
        list(IssueBatchRow.objects.filter(batch__cohort=place.cohort).order_by("pk").values()),
        list(place.certificate.revocations.values()),
        list(Certificate.objects.filter(centre=place.centre).order_by("pk").values()),
        list(ActivationSlip.objects.filter(user__in=people).values()),
    ]
