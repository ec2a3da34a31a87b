"""Whoever does not work at a centre asks every address of the desk about it, by every method, and learns and changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.domain import new_slip
from lms.accounts.enums import Role
from lms.desk.decisions import DECISIONS
from tests.conftest import NOW
from tests.desk.addresses import ADDRESSES, address, find_places, rows_of
from tests.desk.pages import source
from tests.factories.people import make_staff

NO_ROLE = "learner of theirs", "learner of ours", "trainer of theirs", "trainer of ours", "editor", "auditor"
WORKS_ELSEWHERE = "staff of ours", "approver of ours"


@pytest.fixture
def places(db):
    return find_places()


def somebody(who: str, places):
    """Her own name says nothing of either centre."""
    kind, _of, where = who.partition(" of ")
    place = getattr(places, where, None)
    if kind == "learner":
        person = place.person
        person.name = "Nobody"
        person.save()
        return person
    role = {"staff": Role.CENTRE_STAFF}.get(kind) or Role(kind)
    return make_staff(role, centre=place.centre if place else None, name="Nobody")


def every_address(place, *, of_rows: bool) -> dict[str, str]:
    """By name; each decision about a place has its own."""
    found = {name: address(name, place) for name, (needs, _methods) in ADDRESSES.items() if of_rows == bool(needs)}
    if of_rows:
        ways = {"public_id": place.active.public_id}
        found |= {each: reverse("desk:decide", kwargs=ways | {"decision": each}) for each in DECISIONS}
        found["pdf"] = reverse("certificate_pdf", args=[place.certificate.public_id])
    return found


def answers(places, code: str) -> dict[str, str]:
    """What every form of the desk could ask for, so that no refusal is only a form's."""
    return {
        "name": "Changed",
        "name_latin": "Changed",
        "email": "changed@example.org",
        "language": "en",
        "code": code,
        "person": str(places.theirs.person.public_id),
        "number": places.theirs.person.login_id,
        "seats": "1",
        "because": "Not so",
        "centre": str(places.theirs.centre.pk),
    }


def asked(client: Client, addresses: dict[str, str], told: dict[str, str]) -> dict:
    """The status of each answer, and whether anything in it is of the other centre."""
    found = {}
    for name, where in addresses.items():
        for method in ("get", "post"):
            page = getattr(client, method)(where, told)
            found[name, method] = (page.status_code, "CANARY" in source(page) + str(page.headers))
    return found


@pytest.mark.parametrize("who", [*NO_ROLE, *WORKS_ELSEWHERE])
def test_rows_of_a_centre_are_closed_to_whoever_does_not_work_there(who, places, sit_down):
    code = new_slip(places.theirs.person, actor=places.theirs.staff, centre=places.theirs.centre, now=NOW)
    told, browser = answers(places, code), sit_down(somebody(who, places))
    addresses = every_address(places.theirs, of_rows=True)
    if who in ("learner of theirs", "auditor"):
        del addresses["pdf"]  # her own paper; an auditor's work
    if who == "auditor":
        del addresses["certificate"], addresses["revocation"]  # see test_auditor_reads_the_register_and_changes_nothing
    before = rows_of(places.theirs)
    found = asked(browser, addresses, told)

    assert set(found.values()) <= {(403, False), (404, False), (405, False)}
    assert rows_of(places.theirs) == before


@pytest.mark.parametrize("who", NO_ROLE)
def test_lists_of_the_desk_are_closed_to_whoever_has_no_role_there(who, places, sit_down):
    addresses = every_address(places.theirs, of_rows=False)
    if who == "auditor":
        for name in ("register", "export_csv", "export_xlsx"):
            del addresses[name]
    found = asked(sit_down(somebody(who, places)), addresses, {"q": "learner"})

    assert found == dict.fromkeys(found, (403, False))


@pytest.mark.parametrize("who", WORKS_ELSEWHERE)
def test_lists_of_the_desk_show_nothing_of_another_centre(who, places, sit_down):
    told = {"q": "learner", "state": "all", "text": "cohort", "centre": "theirs"}
    found = asked(sit_down(somebody(who, places)), every_address(places.theirs, of_rows=False), told)

    assert set(found.values()) <= {(200, False), (403, False), (405, False)}


@pytest.mark.parametrize("of_rows", [True, False])
def test_anonymous_is_sent_to_the_sign_in_from_everywhere(of_rows, places):
    addresses = every_address(places.theirs, of_rows=of_rows)
    before = rows_of(places.theirs)
    found = asked(Client(), addresses, answers(places, "x"))

    assert ({status for status, leaks in found.values() if not leaks}, rows_of(places.theirs) == before) == (
        {302},
        True,
    )
