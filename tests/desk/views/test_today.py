from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates.domain import cancel_batch, decide_revocation, issue, request_batch, request_revocation
from certificates.enums import Reason
from courses.enums import EnrolmentMode
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.desk.pages import cells, words
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.courses import make_cohort, make_course, make_enrolment
from tests.factories.people import make_centre, make_staff

TODAY = date(2026, 11, 23)
ADDRESS = "/desk/"


def days(start: int, end: int) -> dict[str, date]:
    return {"starts_on": TODAY + timedelta(days=start), "ends_on": TODAY + timedelta(days=end)}


def test_address_is_the_one_that_is_promised():
    assert reverse("desk:today") == ADDRESS


def test_today_counts_what_runs_and_what_begins(desk, centre):
    course = make_course(key="law", lessons=1)
    running = make_cohort(course=course, centre=centre, name="Evening", seats=20)
    make_completed(cohort=running)
    make_enrolment(cohort=running)
    make_cohort(course=course, centre=centre, name="Soon", seats=10, **days(30, 60))

    assert cells(desk.get(ADDRESS)) == [
        ["Evening Course law", "2 November – 14 December 2026", "2 of 20", "1", "1", "1"],
        ["Soon Course law", "23 December 2026 – 22 January 2027", "0 of 10", "0", "0", "0"],
    ]


@pytest.mark.parametrize(("start", "end"), [(31, 60), (-60, -1)])
def test_today_leaves_out_what_is_far(start, end, desk, centre):
    make_cohort(centre=centre, **days(start, end))

    assert cells(desk.get(ADDRESS)) == []


@pytest.mark.parametrize(("start", "end", "where"), [(0, 0, "running"), (-5, 0, "running"), (1, 2, "soon")])
def test_first_and_last_day_belong_to_a_cohort(start, end, where, desk, centre):
    cohort = make_cohort(centre=centre, **days(start, end))

    assert [row.cohort for row in getattr(desk.get(ADDRESS).context["today"], where)] == [cohort]


def test_cancelled_cohort_is_not_shown(desk, centre):
    make_cohort(centre=centre, is_cancelled=True)

    assert cells(desk.get(ADDRESS)) == []


def test_today_says_what_waits_for_staff(desk, centre, staff):
    approval = make_cohort(centre=centre, name="By approval", mode=EnrolmentMode.APPROVAL)
    make_enrolment(cohort=approval)
    make_enrolment(cohort=approval)
    over = make_cohort(centre=centre, name="Over")
    make_completed(cohort=over)
    make_enrolment(cohort=over)
    type(over).objects.filter(pk=over.pk).update(**days(-60, -1))
    request_batch(over, actor=staff, now=NOW)

    found = words(desk.get(ADDRESS))

    assert [
        sentence in found
        for sentence in (
            "2 people wait for your approval",
            "1 certificate can be issued",
            "The cohort is over, 1 person has not completed it",
            "Certificates are being issued",
        )
    ] == [True] * 4


@pytest.fixture
def declined(centre, staff):
    """Asks for certificates and for a revocation, and another declines both, so many days ago."""

    def decided(*, days_ago: int) -> None:
        approver, then = make_staff(Role.APPROVER, centre=centre, name="Rena"), NOW - timedelta(days=days_ago)
        cohort = make_finished_cohort(centre=centre)
        certificate = issue(make_completed(cohort=cohort), actor=staff, now=then)
        make_completed(cohort=cohort)
        batch = request_batch(cohort, actor=staff, now=then)
        cancel_batch(batch, actor=approver, now=then, because="Wait for the exam")
        asked = request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=then)
        decide_revocation(asked, agreed=False, actor=approver, now=then, because="It was earned")

    return decided


@pytest.mark.parametrize(("days_ago", "times"), [(14, 1), (15, 0)])
def test_whoever_asked_is_told_for_two_weeks_what_was_declined_and_why(days_ago, times, desk, declined):
    declined(days_ago=days_ago)
    found = words(desk.get(ADDRESS))

    assert [
        found.count(f"declined by Rena on 9 November 2026 {because}")
        for because in ("Wait for the exam", "It was earned")
    ] == [times, times]


def test_nobody_else_is_told_what_was_declined(declined, centre, sit_down):
    declined(days_ago=1)

    assert "declined" not in words(sit_down(make_staff(centre=centre, language="en")).get(ADDRESS))


def test_what_she_took_back_herself_is_not_told(desk, centre, staff):
    cohort = make_finished_cohort(centre=centre)
    make_completed(cohort=cohort)
    cancel_batch(request_batch(cohort, actor=staff, now=NOW), actor=staff, now=NOW)

    assert "declined" not in words(desk.get(ADDRESS))


def test_today_without_work_says_so(desk):
    assert "Nothing is waiting for you." in words(desk.get(ADDRESS))


def test_only_who_works_at_several_centres_chooses_one(desk, centre, sit_down):
    make_centre(code="other")
    national = sit_down(make_staff(Role.NATIONAL_ADMIN))

    assert [list(each.get(ADDRESS).context["form"].fields) for each in (desk, national)] == [[], ["centre"]]


@pytest.mark.parametrize("language", ["az", "ru"])
def test_today_speaks_the_language_of_the_reader(language, staff, sit_down):
    heading = {"az": "Bu gün", "ru": "Сегодня"}[language]

    assert words(sit_down(staff, language).get(ADDRESS)).startswith(heading)


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_the_cohorts(many, desk, centre, django_assert_num_queries):
    for n in range(many):
        cohort = make_cohort(centre=centre, **days(-n - 5, n))
        make_enrolment(cohort=cohort)
        make_completed(cohort=cohort)
    with django_assert_num_queries(16):
        desk.get(ADDRESS)


def test_approver_is_not_sent_where_only_staff_may_go(centre, sit_down):
    make_completed(cohort=make_cohort(course=make_course(key="law", lessons=1), centre=centre, name="Evening"))
    approver, staff = (make_staff(role, centre=centre) for role in (Role.APPROVER, Role.CENTRE_STAFF))
    said = [words(sit_down(each, "en").get(ADDRESS)) for each in (approver, staff)]
    assert ["1 certificate can be issued" in each for each in said] == [False, True]
