import pytest
from django.contrib.auth.models import AnonymousUser

from courses.queries.progress import enrolments_in, my_learning, place_in
from tests.factories.courses import TODAY, make_assessment, make_cohort, make_course, make_enrolment, sit
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_my_learning_shows_what_is_going_on_first(now):
    person = make_person()
    done = make_enrolment(course=make_course(), person=person)
    sit(done, make_assessment(course=done.cohort.course))
    full = make_cohort(seats=1)
    make_enrolment(cohort=full)
    waiting = make_enrolment(cohort=full, person=person)
    active = make_enrolment(person=person)
    assert [each.enrolment for each in my_learning(person, "az", TODAY)] == [active, waiting, done]


def test_place_of_somebody_who_is_not_in_it():
    found = place_in(make_cohort(course=make_course(key="law")), make_person(), "en", TODAY)
    assert (found.title, found.enrolment) == ("Course law", None)


def test_enrolments_in_a_course_the_most_alive_first(now):
    course = make_course(lessons=1)
    person = make_person()
    active = make_enrolment(cohort=make_cohort(course=course), person=person)
    full = make_cohort(course=course, seats=1)
    make_enrolment(cohort=full)
    waiting = make_enrolment(cohort=full, person=person)
    assert enrolments_in(person, course) == [active, waiting]
    assert enrolments_in(AnonymousUser(), course) == []
