from datetime import date, timedelta

import pytest
from django.urls import reverse

from courses.domain.completion import complete_lesson
from courses.domain.enrolment import enrol
from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Cohort
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from tests.conftest import NOW
from tests.desk.pages import cells, errors
from tests.factories.certificates import make_completed
from tests.factories.courses import make_assessment, make_cohort, make_course, make_enrolment, sit
from tests.factories.people import make_centre, make_person, make_staff

TODAY = date(2026, 11, 23)
LIST = "/desk/cohorts/"


def roster(cohort) -> str:
    return reverse("desk:cohort", args=[cohort.public_id])


def names(response) -> list[str]:
    return [row.cohort.name for row in response.context["rows"]]


@pytest.fixture
def three(centre):
    """Over, running, not begun."""
    for name, start in (("past", -100), ("running", -5), ("future", 50)):
        first = TODAY + timedelta(days=start)
        make_cohort(centre=centre, name=name, starts_on=first, ends_on=first + timedelta(days=20))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["running"]),
        ({"state": "running"}, ["running"]),
        ({"state": "future"}, ["future"]),
        ({"state": "past"}, ["past"]),
        ({"state": "all"}, ["future", "running", "past"]),
        ({"state": "nonsense"}, ["future", "running", "past"]),
        ({"state": "all", "text": "PAST"}, ["past"]),
        ({"state": "all", "text": "\0"}, ["future", "running", "past"]),
        ({"state": "all", "text": "x" * 8000}, ["future", "running", "past"]),
        ({"state": "all", "course": "no-such-course"}, ["future", "running", "past"]),
    ],
)
def test_list_shows_what_is_asked_for(query, found, three, desk):
    assert names(desk.get(LIST, query)) == found


def test_list_is_filtered_by_course(desk, centre):
    make_cohort(centre=centre, name="law", course=make_course(key="law"))
    make_cohort(centre=centre, name="language", course=make_course(key="language"))

    assert names(desk.get(LIST, {"state": "all", "course": "law"})) == ["law"]


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("-5", 1), ("abc", 1), ("", 1), ("2", 2), ("99999999", 2), ("9" * 5000, 1), ("²", 1)]
)
def test_page_that_is_none_is_the_nearest(asked, shown, desk, centre):
    course = make_course()
    for _ in range(31):
        make_cohort(centre=centre, course=course)

    assert desk.get(LIST, {"page": asked}).context["page"].number == shown


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_list_do_not_grow(many, desk, centre, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=make_cohort(centre=centre))
    with django_assert_num_queries(13):
        desk.get(LIST)


def test_roster_shows_how_far_everybody_is(desk, centre):
    course = make_course(lessons=2)
    quiz = make_assessment(course=course)
    cohort = make_cohort(course=course, centre=centre, mode=EnrolmentMode.APPROVAL)
    first, second = course.lessons.all()
    half, done, failed = (make_person(name=name) for name in ("Anna Half", "Bella Done", "Cem Failed"))
    staff = make_staff(centre=centre)
    for person in (half, done, failed):
        enrolment = enrol(cohort, person=person, actor=staff, now=NOW)
        complete_lesson(first, person=person, now=NOW)
        if person != half:
            sit(enrolment, quiz, right=person == done)
    complete_lesson(second, person=done, now=NOW)

    assert cells(desk.get(roster(cohort))) == [
        [
            f"Anna Half still missing: 1 lesson, Quiz {quiz.key}",
            "Learning",
            "1 of 2",
            "– not taken yet",
            "–",
            "Withdraw : Anna Half",
        ],
        [
            f"Cem Failed still missing: 1 lesson, Quiz {quiz.key}",
            "Learning",
            "1 of 2",
            "0 % not passed yet",
            "–",
            "Withdraw : Cem Failed",
        ],
        ["Bella Done", "Completed 23 November 2026", "2 of 2", "100 % passed", "Due", ""],
    ]


def test_roster_asks_about_those_who_wait_first(desk, centre):
    cohort = make_cohort(centre=centre, mode=EnrolmentMode.APPROVAL)
    make_enrolment(cohort=cohort, person=make_person(name="Anna"))
    response = desk.get(roster(cohort))

    assert ([row.person.name for row in response.context["undecided"]], cells(response)) == (["Anna"], [])


def test_name_in_other_letters_has_its_latin_form_beneath(desk, centre):
    cohort = make_cohort(centre=centre, mode=EnrolmentMode.STAFF)
    staff = make_staff(centre=centre)
    for name, latin in (("Пётр Смирнов", "Petr Smirnov"), ("Анна", ""), ("Günəş Əliyeva", "Gunash Aliyeva")):
        enrol(cohort, person=make_person(name=name, name_latin=latin), actor=staff, now=NOW)
    addresses = [roster(cohort), reverse("desk:issue", args=[cohort.public_id])]

    assert [
        [row[0].removesuffix(" still missing: 1 lesson") for row in cells(desk.get(each))] for each in addresses
    ] == [["Анна", "Günəş Əliyeva", "Пётр Смирнов Petr Smirnov"]] * 2


def test_names_are_shown_literally(desk, centre):
    cohort = make_cohort(centre=centre)
    make_enrolment(cohort=cohort, person=make_person(name="<b>Ali</b> & Co"))

    assert "<bdi>&lt;b&gt;Ali&lt;/b&gt; &amp; Co</bdi>" in desk.get(roster(cohort)).content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_roster_do_not_grow(many, desk, centre, django_assert_num_queries):
    course = make_course(lessons=2)
    quiz = make_assessment(course=course)
    cohort = make_cohort(course=course, centre=centre, seats=100)
    for _ in range(many):
        enrolment = make_enrolment(cohort=cohort)
        complete_lesson(course.lessons.first(), person=enrolment.person, now=NOW)
        sit(enrolment, quiz)
    with django_assert_num_queries(17):
        desk.get(roster(cohort))


def test_roster_is_written_down_with_number_and_hash(desk, centre, staff):
    cohort = make_cohort(centre=centre)
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    desk.get(roster(cohort))
    row = AuditEvent.objects.get(action="people.listed")

    assert (row.actor, row.centre, row.facts["count"], len(row.facts["ids"])) == (staff, centre, 2, 64)


def answers(course, **changed) -> dict:
    found = {
        "course": course.pk,
        "name": "Evening",
        "language": "az",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-20",
        "enrol_from": "",
        "enrol_until": "",
        "seats": "20",
        "mode": "open",
    }
    return found | changed


def test_new_cohort_is_made_at_ones_own_centre(desk, centre):
    course = make_course()
    response = desk.post(reverse("desk:new_cohort"), answers(course))
    cohort = Cohort.objects.get()

    assert (response.headers["Location"], cohort.centre, cohort.name, cohort.seats, cohort.ends_on) == (
        roster(cohort),
        centre,
        "Evening",
        20,
        date(2026, 12, 20),
    )


def test_new_cohort_of_a_national_administrator_needs_a_centre(centre, sit_down):
    make_centre()
    desk = sit_down(make_staff(Role.NATIONAL_ADMIN))
    course = make_course()
    without = desk.post(reverse("desk:new_cohort"), answers(course))
    desk.post(reverse("desk:new_cohort"), answers(course, centre=centre.pk))

    assert (errors(without), Cohort.objects.get().centre) == ({"centre": ["This field is required."]}, centre)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"ends_on": "2026-11-30"}, "ends_on", "The last day is before the first day."),
        (
            {"enrol_from": "2026-11-10", "enrol_until": "2026-11-09"},
            "enrol_until",
            "Enrolment closes before it opens.",
        ),
        ({"seats": "0"}, "seats", "Write a number from 1 to 100000."),
        ({"seats": "-1"}, "seats", "Ensure this value is greater than or equal to 0."),
        ({"seats": str(2**40)}, "seats", "Write a number from 1 to 100000."),
        ({"name": "x" * 81}, "name", "Ensure this value has at most 80 characters (it has 81)."),
        ({"name": "a\0b"}, "name", "Null characters are not allowed."),
        ({"starts_on": "31.02.2026"}, "starts_on", "Enter a valid date."),
    ],
)
def test_cohort_that_cannot_be_is_refused_at_its_field(changed, field, sentence, desk, centre):
    response = desk.post(reverse("desk:new_cohort"), answers(make_course(), **changed))

    assert (errors(response), Cohort.objects.count()) == ({field: [sentence]}, 0)


def test_seats_below_those_taken_are_refused_with_the_number(desk, centre):
    cohort = make_cohort(centre=centre, seats=3)
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    address = reverse("desk:edit_cohort", args=[cohort.public_id])
    response = desk.post(address, answers(cohort.course, seats="1"))

    assert errors(response) == {"seats": ["2 places are taken. Keep at least as many seats."]}


def test_more_seats_go_to_those_in_line(desk, centre):
    cohort = make_cohort(centre=centre, seats=1)
    make_enrolment(cohort=cohort)
    waiting = make_enrolment(cohort=cohort)
    desk.post(
        reverse("desk:edit_cohort", args=[cohort.public_id]),
        answers(cohort.course, starts_on="2026-11-02", seats="2"),
    )
    waiting.refresh_from_db()

    assert waiting.state == EnrolmentState.ACTIVE


def test_course_stays_once_people_are_enrolled(desk, centre):
    cohort = make_cohort(centre=centre)
    make_enrolment(cohort=cohort)
    response = desk.post(reverse("desk:edit_cohort", args=[cohort.public_id]), answers(make_course()))

    assert errors(response) == {"course": ["People are enrolled. The course stays as it is."]}


def test_edit_form_shows_dates_as_the_browser_needs_them(desk, centre):
    cohort = make_cohort(centre=centre)
    html = desk.get(reverse("desk:edit_cohort", args=[cohort.public_id])).content.decode()

    assert 'type="date" name="starts_on" value="2026-11-02"' in html
