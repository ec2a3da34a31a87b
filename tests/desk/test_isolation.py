"""Staff of one centre never see, and never change, what belongs to another.

Every address of the desk is in the table of `addresses.py`; one that is not there fails the first test.
"""

import pytest
from django.urls import reverse

from lms.accounts.domain import new_slip
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.desk import template_urls
from lms.desk.urls import urlpatterns
from tests.conftest import NOW
from tests.desk.addresses import ADDRESSES, READABLE, WITH_ROWS, WRITABLE, address, find_places, rows_of
from tests.desk.pages import read, source, words
from tests.factories.certificates import make_completed
from tests.factories.people import make_centre, make_staff

OPEN_TO_AUDITORS = {"register", "export_csv", "export_xlsx", "certificate", "revocation"}


@pytest.fixture
def places(db):
    return find_places()


def test_every_address_of_the_desk_is_in_the_table():
    national = {name for _route, _view, name in template_urls.pages}
    assert {pattern.name for pattern in urlpatterns} - national == set(ADDRESSES)


def test_own_pages_open_and_show_nothing_of_the_other_centre(places, sit_down):
    desk = sit_down(places.ours.staff)
    found = {name: desk.get(address(name, places.ours)) for name in READABLE}

    assert {name: (each.status_code, "CANARY" in source(each)) for name, each in found.items()} == {
        name: (403 if name == "waiting" else 200, False) for name in READABLE
    }


def test_pages_of_the_other_centre_are_not_found(places, sit_down):
    desk = sit_down(places.ours.staff)
    asked = [(name, method) for name in WITH_ROWS for method in ADDRESSES[name][1]]
    found = {each: getattr(desk, each[1])(address(each[0], places.theirs)) for each in asked}

    assert {each: (page.status_code, "CANARY" in source(page)) for each, page in found.items()} == dict.fromkeys(
        asked, (404, False)
    )


def test_posting_to_the_other_centre_changes_nothing(places, sit_down):
    desk = sit_down(places.ours.staff)
    code = new_slip(places.theirs.person, actor=places.theirs.staff, centre=places.theirs.centre, now=NOW)
    before = rows_of(places.theirs)
    answers = {
        "name": "Changed",
        "name_latin": "Changed",
        "email": "changed@example.org",
        "language": "en",
        "code": code,
        "person": str(places.ours.person.public_id),
        "seats": "1",
    }
    for name in set(WITH_ROWS) & set(WRITABLE):
        desk.post(address(name, places.theirs), answers)

    assert rows_of(places.theirs) == before


def test_person_of_the_other_centre_cannot_be_enrolled_by_her_key(places, sit_down):
    desk = sit_down(places.ours.staff)

    response = desk.post(address("enrol_known", places.ours), {"person": str(places.theirs.person.public_id)})

    assert (response.status_code, places.theirs.person.enrolments.count()) == (404, 1)


def test_search_finds_nobody_of_the_other_centre(places, sit_down):
    desk = sit_down(places.ours.staff)
    asked = ["CANARY", "canary@example.org", "learner", "%%", "____", places.theirs.person.login_id]
    found = {text: desk.get(reverse("desk:people"), {"q": text}).context["page"] for text in asked}

    assert {text: [person.name for person in page or []] for text, page in found.items()} == {
        text: ["OURS Learner"] if text == "learner" else [] for text in asked
    }


@pytest.mark.parametrize("name", ["today", "cohorts"])
def test_centre_of_others_in_the_address_is_ignored(name, places, sit_down):
    desk = sit_down(places.ours.staff)

    response = desk.get(reverse(f"desk:{name}"), {"centre": "theirs", "state": "all"})

    assert "CANARY" not in response.getvalue().decode(errors="replace")


def test_counts_stay_the_same_when_the_other_centre_grows(places, sit_down):
    desk = sit_down(places.ours.staff)
    before = [words(desk.get(reverse(f"desk:{name}"))) for name in ("today", "cohorts")]
    for _ in range(3):
        make_completed(cohort=places.theirs.cohort)

    assert [words(desk.get(reverse(f"desk:{name}"))) for name in ("today", "cohorts")] == before


def test_person_of_both_centres_shows_only_ours(places, sit_down):
    make_completed(cohort=places.ours.cohort, person=places.theirs.person)

    response = sit_down(places.ours.staff).get(address("person", places.theirs))

    assert (response.status_code, "CANARY cohort" in response.getvalue().decode(errors="replace")) == (200, False)


def test_certificate_of_the_other_centre_is_not_found(places, sit_down):
    desk = sit_down(places.ours.staff)

    response = desk.get(reverse("certificate_pdf", args=[places.theirs.certificate.public_id]))

    assert response.status_code == 404


def test_new_cohort_cannot_be_put_at_the_other_centre(places, sit_down):
    make_staff_too = make_centre(code="second")
    places.ours.staff.memberships.create(centre=make_staff_too, role=Role.CENTRE_STAFF)

    response = sit_down(places.ours.staff).post(reverse("desk:new_cohort"), {"centre": places.theirs.centre.pk})

    assert response.context["form"].errors["centre"] == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_stranger_is_sent_to_the_sign_in(places, client):
    found = {name: getattr(client, ADDRESSES[name][1][0])(address(name, places.ours)) for name in ADDRESSES}

    assert {name: each.headers["Location"].partition("?")[0] for name, each in found.items()} == {
        name: reverse("account_login") for name in ADDRESSES
    }


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.EDITOR, Role.AUDITOR])
def test_who_has_no_role_at_the_desk_is_refused(role, places, sit_down):
    centre = None if role in (Role.EDITOR, Role.AUDITOR) else places.ours.centre
    desk = sit_down(make_staff(role, centre=centre) if role else places.ours.person)
    closed = set(ADDRESSES) - (OPEN_TO_AUDITORS if role == Role.AUDITOR else set())
    found = {name: getattr(desk, ADDRESSES[name][1][0])(address(name, places.ours)) for name in closed}

    assert {name: (each.status_code, "OURS" in words(each)) for name, each in found.items()} == dict.fromkeys(
        closed, (403, False)
    )


def test_auditor_reads_the_register_and_changes_nothing(places, sit_down):
    desk = sit_down(make_staff(Role.AUDITOR))
    before = rows_of(places.ours)
    found = {name: desk.get(address(name, places.ours)).status_code for name in OPEN_TO_AUDITORS}
    desk.post(address("revocation", places.ours), {"do": "agree"})
    for name in ("duplicate", "replace", "revoke"):
        desk.post(address(name, places.ours), {"reason": "misspelt"})

    assert (found, rows_of(places.ours)) == (dict.fromkeys(OPEN_TO_AUDITORS, 200), before)


def test_role_taken_away_ends_at_the_next_click(places, sit_down):
    desk = sit_down(places.ours.staff)
    first = desk.get(reverse("desk:today")).status_code
    places.ours.staff.memberships.all().delete()

    assert (first, desk.get(reverse("desk:today")).status_code) == (200, 403)


def test_national_administrator_sees_every_centre(places, sit_down):
    desk = sit_down(make_staff(Role.NATIONAL_ADMIN))

    found = {
        (name, place.centre.code): read(desk.get(address(name, place))).status_code
        for name in READABLE
        for place in (places.ours, places.theirs)
    }

    assert set(found.values()) == {200}


def test_national_administrator_chooses_a_centre(places, sit_down):
    desk = sit_down(make_staff(Role.NATIONAL_ADMIN))

    response = desk.get(reverse("desk:today"), {"centre": "theirs"})

    assert [row.cohort.name for row in response.context["today"].running] == ["CANARY cohort"]


# What an approver is there for.
DECIDING = ("approve_batch", "cancel_batch")


def test_approver_looks_and_changes_nothing(places, sit_down):
    desk = sit_down(make_staff(Role.APPROVER, centre=places.ours.centre))
    before = rows_of(places.ours)
    found = {
        (name, method): getattr(desk, method)(address(name, places.ours)).status_code
        for name, (_needs, methods) in ADDRESSES.items()
        for method in methods
        if name not in DECIDING
    }
    opened = {name for (name, _method), status in found.items() if status == 200}

    assert (opened, set(found.values()), rows_of(places.ours) == before) == (
        {"today", "cohorts", "cohort", "batch", "batch_progress", "draft", "waiting", "people", "person"}
        | {"register", "certificate", "export_csv", "export_xlsx", "revoke", "revocation"},
        {200, 302, 403},
        True,
    )


def test_looking_changes_nothing_but_the_audit(places, sit_down):
    desk = sit_down(places.ours.staff)
    before = rows_of(places.ours)
    for name in READABLE:
        read(desk.get(address(name, places.ours)))

    assert rows_of(places.ours) == before


def test_other_methods_are_not_allowed(places, sit_down):
    desk = sit_down(places.ours.staff)
    wrong = [
        (name, method)
        for name, (_needs, methods) in ADDRESSES.items()
        for method in {"put", "delete", "patch", "get", "post"} - set(methods)
    ]

    assert {each: getattr(desk, each[1])(address(each[0], places.ours)).status_code for each in wrong} == dict.fromkeys(
        wrong, 405
    )


def test_post_without_the_token_is_refused(places, sit_down):
    desk = sit_down(places.ours.staff)
    desk.handler.enforce_csrf_checks = True

    assert {name: desk.post(address(name, places.ours)).status_code for name in WRITABLE} == dict.fromkeys(
        WRITABLE, 403
    )


def test_pages_are_kept_by_nobody(places, sit_down):
    desk = sit_down(places.ours.staff)
    found = {name: read(getattr(desk, ADDRESSES[name][1][0])(address(name, places.ours))) for name in ADDRESSES}

    assert {each.headers["Cache-Control"] for each in found.values()} == {"private, no-store"}


SCREENS = {
    "cohort": ("people.listed", "desk:cohort"),
    "issue": ("people.listed", "desk:issue"),
    "issue_kind": ("people.listed", "desk:issue"),
    "draft": ("person.seen", "desk:draft"),
    "batch_print": ("people.listed", "desk:batch_print"),
    "batch_zip": ("people.listed", "desk:batch_zip"),
    "batch_list": ("people.listed", "desk:batch_list"),
    "batch_letters": ("people.listed", "desk:batch_letters"),
    "decide": ("person.seen", "desk:decide"),
    "person": ("person.seen", "desk:person"),
    "name": ("person.seen", "desk:name"),
    "email": ("person.seen", "desk:email"),
    "new_slip": ("person.seen", "desk:new_slip"),
    "certificate": ("person.seen", "desk:certificate"),
    "duplicate": ("person.seen", "desk:duplicate"),
    "replace": ("person.seen", "desk:replace"),
    "revoke": ("person.seen", "desk:revoke"),
    "revocation": ("person.seen", "desk:revocation"),
}


@pytest.mark.parametrize("name", SCREENS)
def test_page_about_people_leaves_one_row_in_the_audit(name, places, sit_down):
    desk = sit_down(places.ours.staff)
    before = AuditEvent.objects.count()
    read(desk.get(address(name, places.ours)))
    rows = AuditEvent.objects.order_by("pk")[before:]

    assert [(row.action, row.facts["screen"], row.actor, row.centre) for row in rows] == [
        (*SCREENS[name], places.ours.staff, places.ours.centre)
    ]
