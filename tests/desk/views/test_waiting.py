"""What waits for one person's decision."""

import pytest
from django.urls import reverse

from certificates.domain import issue, request_batch, request_revocation
from certificates.enums import Kind, Reason
from lms.accounts.enums import Role
from lms.accounts.models import Membership
from tests.conftest import NOW
from tests.desk.pages import words
from tests.factories.certificates import carry_out, make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

ADDRESS = "/desk/waiting/"


def batch_at(centre, *, by=None):
    cohort = make_finished_cohort(centre=centre, kinds=[Kind.LEVEL])
    make_completed(cohort=cohort)
    return carry_out(request_batch(cohort, actor=by or make_staff(centre=centre), now=NOW, kind=Kind.LEVEL))


def revocation_at(centre, *, by=None):
    enrolment = make_completed(cohort=make_finished_cohort(centre=centre), person=make_person(name="Anna Smith"))
    certificate = issue(enrolment, actor=None, now=NOW)
    return request_revocation(certificate, reason=Reason.FRAUD, actor=by or make_staff(centre=centre), now=NOW)


@pytest.fixture
def approver(centre):
    return make_staff(Role.APPROVER, centre=centre, language="en")


def waiting(browser) -> tuple[list, list]:
    found = browser.get(ADDRESS).context["waiting"]
    return found.batches, found.revocations


def test_approver_sees_what_her_centre_asks_for(approver, centre, sit_down):
    batch, revocation = batch_at(centre), revocation_at(centre)
    batch_at(make_centre(code="other"))
    desk = sit_down(approver)

    assert (waiting(desk), "2 requests wait for your decision" in words(desk.get("/desk/"))) == (
        ([batch], [revocation]),
        True,
    )


def test_revocation_leads_to_the_page_where_one_decides(approver, centre, sit_down):
    revocation = revocation_at(centre)

    assert reverse("desk:revocation", args=[revocation.public_id]) in sit_down(approver).get(ADDRESS).content.decode()


def test_nobody_is_asked_about_what_she_asked_for_herself(approver, centre, sit_down):
    Membership.objects.create(user=approver, role=Role.CENTRE_STAFF, centre=centre)
    batch_at(centre, by=approver)
    revocation_at(centre, by=approver)

    assert waiting(sit_down(approver)) == ([], [])


def test_national_approver_sees_first_what_nobody_else_can_decide(approver, centre, sit_down):
    has_one = batch_at(centre)
    alone = batch_at(make_centre(code="small"))
    found = waiting(sit_down(make_staff(Role.APPROVER, language="en")))[0]

    assert [(each, each.is_fallback) for each in found] == [(alone, True), (has_one, False)]


def test_approver_who_asked_herself_leaves_it_to_the_national_office(approver, centre, sit_down):
    Membership.objects.create(user=approver, role=Role.CENTRE_STAFF, centre=centre)
    batch_at(centre, by=approver)
    [found] = waiting(sit_down(make_staff(Role.NATIONAL_ADMIN, language="en")))[0]

    assert found.is_fallback


def test_approver_who_would_be_the_holder_leaves_it_to_the_national_office(approver, centre, sit_down):
    cohort, staff = make_finished_cohort(centre=centre, kinds=[Kind.COURSE, Kind.LEVEL]), make_staff(centre=centre)
    certificate = issue(make_completed(cohort=cohort, person=approver), actor=None, now=NOW)
    carry_out(request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))
    request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    batches, revocations = waiting(sit_down(make_staff(Role.NATIONAL_ADMIN, language="en")))

    assert [each.is_fallback for each in (*batches, *revocations)] == [True, True]


def test_what_is_decided_waits_no_longer(approver, centre, sit_down):
    batch, desk = batch_at(centre), sit_down(approver)
    desk.post(reverse("desk:approve_batch", args=[batch.public_id]))

    assert waiting(desk) == ([], [])


def test_staff_who_decide_nothing_are_not_shown_the_page(desk):
    assert (desk.get(ADDRESS).status_code, ADDRESS in desk.get("/desk/").content.decode()) == (403, False)


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow(many, approver, centre, sit_down, django_assert_num_queries):
    staff = make_staff(centre=centre)
    for _ in range(many):
        batch_at(centre, by=staff)
        revocation_at(centre, by=staff)
    desk = sit_down(approver)
    with django_assert_num_queries(9):
        desk.get(ADDRESS)
