from datetime import date, timedelta

import pytest

from courses.enums import EnrolmentMode, Level, Subject
from courses.queries.catalogue import Filters, catalogue, choices, cohorts_to_come
from tests.factories.courses import TODAY, make_cohort, make_course
from tests.factories.people import make_centre

pytestmark = pytest.mark.django_db


def keys(**filters) -> list[str]:
    return [each.course.key for each in catalogue(language="en", filters=Filters(**filters), today=TODAY)]


@pytest.fixture
def courses(db):
    """Three courses: one starts next month in Ganja, one runs in Baku in Russian, one has no cohort."""
    ganja, baku = make_centre(code="ganja"), make_centre(code="baku")
    later = make_course(key="later", subject=Subject.LANGUAGE, level=Level.A1)
    running = make_course(key="running", subject=Subject.LAW)
    make_course(key="none", subject=Subject.LAW)
    make_cohort(course=later, centre=ganja, starts_on=date(2026, 12, 7), ends_on=date(2027, 2, 1))
    make_cohort(course=running, centre=baku, language="ru")


def test_catalogue_lists_the_next_start_first(courses):
    assert keys() == ["running", "later", "none"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"subject": "law"}, ["running", "none"]),
        ({"level": "A1"}, ["later"]),
        ({"centre": "ganja"}, ["later"]),
        ({"language": "ru"}, ["running"]),
        ({"start": "2026-12"}, ["later"]),
        ({"start": "2026-12", "centre": "baku"}, []),
        ({"centre": "%_*'"}, []),
    ],
)
def test_catalogue_filters(courses, filters, expected):
    assert keys(**filters) == expected


def test_catalogue_leaves_out_what_is_over_cancelled_or_closed(courses):
    make_cohort(course=make_course(key="over"), ends_on=TODAY - timedelta(days=1))
    make_cohort(course=make_course(key="cancelled"), is_cancelled=True)
    make_course(key="closed", is_active=False)
    listed = catalogue(language="en", filters=Filters(), today=TODAY)
    assert {each.course.key: len(each.cohorts) for each in listed} == {
        "running": 1,
        "later": 1,
        "none": 0,
        "over": 0,
        "cancelled": 0,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"subject": "x", "level": "Z9", "language": "xx", "start": "2026-13"},
        {"start": "abcdefg"},
        {"start": "2026-1"},
        {"start": "9" * 8000},
        {"centre": "\0" * 9000},
        {},
    ],
)
def test_filters_leave_out_what_is_not_offered(asked):
    assert Filters.of(asked) == Filters()


def test_filters_keep_what_is_offered():
    asked = {"subject": "law", "level": "A1", "centre": "baku", "language": "ru", "start": "2026-12"}
    assert Filters.of(asked) == Filters(**asked)


def test_next_prefers_a_cohort_that_people_join_by_themselves(now):
    course = make_course()
    make_cohort(course=course, mode=EnrolmentMode.STAFF)
    make_cohort(course=course, enrol_until=TODAY - timedelta(days=1))
    ours = make_cohort(course=course, starts_on=TODAY + timedelta(days=5))
    [facts] = catalogue(language="az", filters=Filters(), today=TODAY)
    assert facts.next.cohort == ours


def test_choices_offer_what_is_coming(courses):
    offered = choices(language="ru", today=TODAY)
    assert offered["centre"] == [("baku", "Центр baku"), ("ganja", "Центр ganja")]
    assert offered["start"] == [("2026-12", "2026-12")]


@pytest.mark.parametrize("n", [1, 30])
def test_catalogue_asks_the_same_number_of_queries_for_any_number_of_courses(django_assert_num_queries, n):
    for _ in range(n):
        make_cohort(course=make_course(lessons=2))
    with django_assert_num_queries(5):
        keys()


@pytest.mark.parametrize("n", [1, 30])
def test_cohorts_to_come_are_asked_in_two_queries(django_assert_num_queries, n):
    course = make_course()
    for _ in range(n):
        make_cohort(course=course)
    with django_assert_num_queries(2):
        assert [each.centre.language for each in cohorts_to_come(course.pk, "ru", TODAY)] == ["ru"] * n
