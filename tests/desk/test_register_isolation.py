"""The register's pages show a centre its own certificates, an auditor all of them, and everybody else none."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from certificates.domain import issue, request_revocation
from certificates.enums import Reason
from certificates.models import Certificate, CertificateEvent, IssueBatch, Revocation
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.desk import register_urls
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

LISTS = {"register", "export_csv", "export_xlsx"}
READ = {"certificate", "revocation"}
CHANGED = {"duplicate", "replace", "revoke"}
ANSWERS = {"reason": "fraud", "do": "agree", "note": "CANARY"}


def make_place(code: str, mark: str) -> SimpleNamespace:
    centre = make_centre(code=code, names=dict.fromkeys(("az", "en", "ru"), f"{mark} centre"))
    staff = make_staff(centre=centre, name=f"{mark} Staff")
    person = make_person(name=f"{mark} Holder")
    certificate = issue(make_completed(cohort=make_finished_cohort(centre=centre), person=person), actor=staff, now=NOW)
    asked = request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    return SimpleNamespace(centre=centre, staff=staff, person=person, certificate=certificate, asked=asked)


@pytest.fixture
def places(db):
    return SimpleNamespace(ours=make_place("ours", "OURS"), theirs=make_place("theirs", "CANARY"))


def address(name: str, place) -> str:
    if name in LISTS:
        return reverse(f"desk:{name}")
    thing = place.asked if name == "revocation" else place.certificate
    return reverse(f"desk:{name}", args=[thing.public_id])


def rows() -> list:
    tables = (Certificate, CertificateEvent, Revocation, IssueBatch)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def answer(browser: Client, name: str, place, method: str = "get") -> tuple[int, bool]:
    """The status, and whether it tells anything of the other centre."""
    page = getattr(browser, method)(address(name, place), ANSWERS if method == "post" else {"q": ""})
    return page.status_code, "CANARY" in page.getvalue().decode(errors="replace") + str(page.headers)


def test_every_address_of_the_register_is_asked():
    assert {name for _route, _view, name in (*register_urls.read, *register_urls.changed)} == LISTS | READ | CHANGED


def test_own_pages_open_and_show_nothing_of_the_other_centre(places, sit_down):
    desk = sit_down(places.ours.staff)
    found = {name: answer(desk, name, places.ours) for name in LISTS | READ | CHANGED}

    assert found == dict.fromkeys(found, (200, False))


@pytest.mark.parametrize("role", [Role.CENTRE_STAFF, Role.APPROVER])
def test_pages_of_the_other_centre_are_not_found_and_nothing_changes(role, places, sit_down):
    desk, before = sit_down(make_staff(role, centre=places.ours.centre)), rows()
    ways = [(name, method) for name in READ | CHANGED for method in ("get", "post")]
    found = {way: answer(desk, way[0], places.theirs, way[1]) for way in ways}

    assert set(found.values()) <= {(404, False), (405, False)}
    assert rows() == before


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.EDITOR])
def test_who_has_no_role_there_is_refused(role, places, sit_down):
    where = None if role == Role.EDITOR else places.theirs.centre
    somebody = make_staff(role, centre=where, name="Nobody") if role else make_person(name="Nobody")
    browser, before = sit_down(somebody), rows()
    ways = [(name, method) for name in LISTS | READ | CHANGED for method in ("get", "post")]
    found = {way: answer(browser, way[0], places.theirs, way[1]) for way in ways}

    assert found == dict.fromkeys(found, (403, False))
    assert rows() == before


def test_anonymous_is_sent_to_the_sign_in(places):
    found = {name: answer(Client(), name, places.theirs) for name in LISTS | READ | CHANGED}

    assert found == dict.fromkeys(found, (302, False))


def test_auditor_reads_everything_and_changes_nothing(places, sit_down):
    auditor, before = sit_down(make_staff(Role.AUDITOR)), rows()
    read = {name: answer(auditor, name, places.theirs)[0] for name in LISTS | READ}
    changed = {name: answer(auditor, name, places.theirs, "post")[0] for name in CHANGED}
    decided = answer(auditor, "revocation", places.theirs, "post")[0]

    assert (read, changed, decided) == (dict.fromkeys(read, 200), dict.fromkeys(changed, 403), 302)
    assert rows() == before


def test_approver_asks_for_a_revocation_and_neither_prints_nor_replaces(places, sit_down):
    approver = sit_down(make_staff(Role.APPROVER, centre=places.ours.centre))

    assert {name: answer(approver, name, places.ours)[0] for name in CHANGED} == {
        "duplicate": 403,
        "replace": 403,
        "revoke": 200,
    }


@pytest.mark.parametrize("name", sorted(READ | CHANGED))
def test_looking_at_somebodys_certificate_leaves_one_row_in_the_audit_and_changes_nothing(name, places, sit_down):
    desk, before, seen = sit_down(places.ours.staff), rows(), AuditEvent.objects.count()
    desk.get(address(name, places.ours))
    found = AuditEvent.objects.order_by("pk")[seen:]

    assert [(row.action, row.facts["screen"], row.person, row.centre) for row in found] == [
        ("person.seen", f"desk:{name}", places.ours.person, places.ours.centre)
    ]
    assert rows() == before


def test_post_without_the_token_and_other_methods_are_refused(places, sit_down):
    desk = sit_down(places.ours.staff)
    others = {name: desk.delete(address(name, places.ours)).status_code for name in LISTS | READ | CHANGED}
    desk.handler.enforce_csrf_checks = True
    posts = {name: desk.post(address(name, places.ours), ANSWERS).status_code for name in CHANGED | {"revocation"}}

    assert (set(others.values()), set(posts.values())) == ({405}, {403})


def test_pages_are_kept_by_nobody(places, sit_down):
    desk = sit_down(places.ours.staff)
    found = {name: desk.get(address(name, places.ours)) for name in LISTS | READ | CHANGED}

    assert {each.headers["Cache-Control"] for each in found.values()} == {"private, no-store"}
