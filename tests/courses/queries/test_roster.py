import pytest

from courses.domain.completion import complete_lesson
from courses.domain.enrolment import withdraw
from courses.enums import EnrolmentMode
from courses.queries.roster import roster
from tests.factories.courses import make_assessment, make_cohort, make_course, make_enrolment, sit
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_roster_says_who_lacks_what(now):
    course = make_course(lessons=1)
    quiz = make_assessment(course=course, key="final")
    cohort = make_cohort(course=course)
    ready = make_enrolment(cohort=cohort, person=make_person(name="Aynur", name_folded="aynur"))
    behind = make_enrolment(cohort=cohort, person=make_person(name="Zaur", name_folded="zaur"))
    sit(ready, quiz)
    complete_lesson(course.lessons.get(), person=ready.person, now=now)
    complete_lesson(course.lessons.get(), person=behind.person, now=now)
    rows = [(row.person, row.lessons_done, [each.title("ru") for each in row.outstanding]) for row in roster(cohort)]
    assert rows == [(behind.person, 1, ["Тест final"]), (ready.person, 1, [])]


def test_roster_orders_by_what_is_to_decide(now):
    cohort = make_cohort(seats=1, mode=EnrolmentMode.OPEN)
    gone = make_enrolment(cohort=cohort)
    withdraw(gone, actor=gone.person, now=now)
    active, first, second = (make_enrolment(cohort=cohort) for _ in range(3))
    assert [row.enrolment for row in roster(cohort)] == [active, first, second, gone]


def test_roster_of_some_states(now):
    cohort = make_cohort(seats=1)
    make_enrolment(cohort=cohort)
    waiting = make_enrolment(cohort=cohort)
    assert [row.enrolment for row in roster(cohort, states=("waiting",))] == [waiting]


def test_roster_is_of_one_cohort(now):
    cohort = make_cohort()
    make_enrolment()
    assert roster(cohort) == []


@pytest.mark.parametrize("n", [1, 30])
def test_roster_asks_the_same_number_of_queries_for_any_number_of_people(django_assert_num_queries, n):
    course = make_course(lessons=2)
    make_assessment(course=course)
    cohort = make_cohort(course=course, seats=40)
    for _ in range(n):
        make_enrolment(cohort=cohort)
    with django_assert_num_queries(7):
        [(row.person.name, [each.title("az") for each in row.outstanding]) for row in roster(cohort)]
