import pytest

from courses.domain.attempt import start, submit
from courses.domain.completion import complete_lesson
from courses.domain.enrolment import withdraw
from courses.queries.reading import Reading, reading
from tests.factories.courses import answer, make_assessment, make_cohort, make_course, make_enrolment, sit
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(lessons=3)


@pytest.fixture
def enrolment(course):
    return make_enrolment(cohort=make_cohort(course=course))


def test_reading_knows_lessons_quizzes_and_places_of_this_course_alone(course, enrolment, now):
    person, first = enrolment.person, course.lessons.first()
    passed, failed = make_assessment(course=course), make_assessment(course=course)
    complete_lesson(first, person=person, now=now)
    sit(enrolment, passed)
    sit(enrolment, failed, right=False)
    elsewhere = make_enrolment(person=person)
    sit(elsewhere, make_assessment(course=elsewhere.cohort.course))
    complete_lesson(elsewhere.cohort.course.lessons.first(), person=person, now=now)

    assert reading(person, course) == Reading({first.pk}, {passed.pk}, {"active"})


def test_reading_knows_nothing_of_other_people(course, enrolment, now):
    complete_lesson(course.lessons.first(), person=enrolment.person, now=now)
    sit(enrolment, make_assessment(course=course))

    assert reading(make_person(), course) == Reading(set(), set(), set())


def test_reading_passes_exactly_at_the_mark(course, enrolment, now):
    """Two of three, with a pass mark of 66 and of 67 per cent."""
    low, high = (make_assessment(course=course, items=3, pass_mark=mark) for mark in (66, 67))
    for quiz in (low, high):
        submit(answer(start(enrolment, assessment=quiz, now=now), slots=[1, 2]), now=now)

    assert reading(enrolment.person, course).passed == {low.pk}


def test_reading_remembers_what_was_done_before_leaving(course, enrolment, now):
    quiz = make_assessment(course=course, counts=False)
    sit(enrolment, quiz)
    withdraw(enrolment, actor=enrolment.person, now=now)

    assert reading(enrolment.person, course) == Reading(set(), {quiz.pk}, {"withdrawn"})


def test_reading_ignores_an_attempt_that_is_open(course, enrolment, now):
    start(enrolment, assessment=make_assessment(course=course), now=now)
    assert reading(enrolment.person, course) == Reading(set(), set(), {"active"})


def test_reading_asks_once(course, enrolment, django_assert_num_queries):
    with django_assert_num_queries(1):
        reading(enrolment.person, course)
