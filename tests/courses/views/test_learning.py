import pytest
from django.urls import reverse

from courses.domain import attempt as attempts
from courses.domain.enrolment import withdraw
from courses.enums import Access
from courses.models import LessonCompletion
from tests.factories.courses import (
    make_assessment,
    make_cohort,
    make_course,
    make_enrolment,
    make_lesson,
    sit,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    client.cookies["language"] = "en"
    return person


def my(client):
    return client.get(reverse("my"))


def finish(client, lesson, **fields):
    return client.post(reverse("complete_lesson", args=[lesson.public_id]), fields)


def test_my_of_a_stranger_leads_to_the_door(client):
    assert my(client)["Location"] == "/accounts/login/?next=/my/"


def test_my_without_a_course_says_what_to_do(client, person):
    html = my(client).content.decode()
    assert "You have no course yet." in html
    assert 'href="/en/courses/"' in html


def test_my_leads_from_lesson_to_quiz_to_result(client, person, now):
    course = make_course(lessons=2)
    quiz = make_assessment(course=course)
    enrolment = make_enrolment(course=course, person=person)
    first, second = course.lessons.all()
    assert my(client).context["current"].next_lesson == first
    finish(client, first)
    assert my(client).context["current"].next_lesson == second
    finish(client, second)
    assert my(client).context["current"].next_step == "assessment"
    attempts.start(enrolment, assessment=quiz, now=now)
    assert my(client).context["current"].next_step == "attempt"
    sit(enrolment, quiz)
    assert my(client).context["current"] is None


def test_my_names_what_the_certificate_still_needs(client, person):
    course = make_course(lessons=2, rule={"hours": 5})
    make_assessment(course=course, key="final", pass_mark=70)
    make_enrolment(course=course, person=person)
    html = my(client).content.decode()
    for words in ("2 lessons", "Pass the quiz “Quiz final” with 70 % or more", "5 hours of classes at the centre"):
        assert words in html


def test_my_shows_own_courses_only(client, person):
    other = make_enrolment(course=make_course(key="of-another"))
    make_enrolment(course=make_course(key="of-mine", lessons=1), person=person)
    html = my(client).content.decode()
    assert ("of-mine" in html, other.cohort.course.key in html) == (True, False)


@pytest.mark.parametrize("n", [1, 30])
def test_my_asks_the_same_number_of_queries_for_any_number_of_courses(client, person, django_assert_num_queries, n):
    for _ in range(n):
        course = make_course(lessons=2)
        make_assessment(course=course)
        make_enrolment(cohort=make_cohort(course=course), person=person)
    with django_assert_num_queries(11):
        my(client)


def test_my_does_not_ask_how_far_somebody_is_with_what_is_over(client, person, now, django_assert_num_queries):
    course = make_course(lessons=2)
    withdraw(make_enrolment(course=course, person=person), actor=person, now=now)
    with django_assert_num_queries(5):
        html = my(client).content.decode()
    assert course.key in html


def test_complete_lesson_goes_on_where_the_form_says(client, person):
    lesson = make_lesson()
    assert finish(client, lesson, next="/en/courses/")["Location"] == "/en/courses/"
    assert list(LessonCompletion.objects.values_list("person", "lesson")) == [(person.pk, lesson.pk)]


@pytest.mark.parametrize(
    "forged", ["//evil.example", "https:evil", "/\\evil", "javascript:alert(1)", "https://evil.example/"]
)
def test_complete_lesson_never_leads_to_another_site(client, person, forged):
    lesson = make_lesson()
    assert finish(client, lesson, next=forged)["Location"] == reverse("lesson", args=[lesson.public_id])


def test_complete_lesson_by_get_changes_nothing(client, person):
    assert client.get(reverse("complete_lesson", args=[make_lesson().public_id])).status_code == 405
    assert LessonCompletion.objects.count() == 0


def test_complete_lesson_of_a_stranger_signs_in_first(client):
    lesson = make_lesson()
    assert finish(client, lesson)["Location"].startswith("/accounts/login/?next=")
    assert LessonCompletion.objects.count() == 0


def test_complete_lesson_without_a_place_is_refused_with_the_reason(client, person):
    response = finish(client, make_lesson(course=make_course(access=Access.ENROLLED)))
    assert response.status_code == 409
    assert "This lesson is for enrolled learners." in response.content.decode()
