import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.domain.authoring import save_cohort
from courses.domain.enrolment import enrol, withdraw
from courses.enums import EnrolmentMode
from courses.models import Enrolment
from tests.factories.courses import TODAY, make_assessment, make_cohort, make_course, make_enrolment, sit
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    client.cookies["language"] = "en"
    return person


def enter(client, cohort):
    return client.post(reverse("enrol", args=[cohort.public_id]))


def show(client, cohort) -> str:
    return client.get(reverse("place", args=[cohort.public_id])).content.decode()


def states() -> list[str]:
    return list(Enrolment.objects.order_by("pk").values_list("state", flat=True))


def test_enrol_leads_to_the_place(client, person):
    cohort = make_cohort()
    response = enter(client, cohort)
    assert response["Location"] == reverse("place", args=[cohort.public_id])
    assert "You have a place. You can learn now." in show(client, cohort)
    assert states() == ["active"]


def test_enrol_twice_is_one_place(client, person):
    cohort = make_cohort()
    enter(client, cohort)
    assert enter(client, cohort).status_code == 302
    assert states() == ["active"]


def test_enrol_of_a_stranger_signs_in_first_and_then_shows_the_place(client):
    cohort = make_cohort()
    place = reverse("place", args=[cohort.public_id])
    assert enter(client, cohort)["Location"] == f"/accounts/login/?next={place}"
    assert states() == []
    client.force_login(make_person())
    client.cookies["language"] = "en"
    html = client.get(place).content.decode()
    assert f'action="{reverse("enrol", args=[cohort.public_id])}"' in html
    assert "One step is left" in html


def test_enrol_by_get_changes_nothing(client, person):
    cohort = make_cohort()
    assert client.get(reverse("enrol", args=[cohort.public_id])).status_code == 405
    assert states() == []


@pytest.mark.parametrize("name", ["enrol", "withdraw", "complete_lesson", "assessment"])
def test_forged_ids_are_not_found(client, person, name):
    assert client.post(reverse(name, args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("forged", ["1", "x", "00000000-0000-0000-0000-00000000000g", "%00", "..%2f", "a" * 10_000])
def test_addresses_that_are_no_id_are_not_found(client, person, forged):
    assert client.get(f"/my/courses/{forged}/").status_code == 404
    assert client.post(f"/enrol/{forged}/").status_code == 404


def test_enrol_ignores_who_else_is_named(client, person):
    cohort, other = make_cohort(), make_person()
    client.post(
        reverse("enrol", args=[cohort.public_id]), {"person": other.pk, "user_id": other.pk, "state": "completed"}
    )
    assert list(Enrolment.objects.values_list("person", "state")) == [(person.pk, "active")]


def test_enrol_when_the_last_seat_went_meanwhile_says_so(client, person):
    cohort = make_cohort(seats=1)
    make_enrolment(cohort=cohort)
    html = client.post(reverse("enrol", args=[cohort.public_id]), follow=True).content.decode()
    assert "All places are taken. You are on the waiting list." in html
    assert "You are the next." in html
    assert states() == ["active", "waiting"]


def test_enrol_in_a_closed_cohort_shows_the_reason(client, person):
    cohort = make_cohort(enrol_until=TODAY - timedelta(days=1))
    response = enter(client, cohort)
    assert (response.status_code, states()) == (409, [])
    assert "Enrolment closed on" in response.content.decode()
    assert "Enrolment closed on" in show(client, cohort)


def test_withdraw_gives_up_the_place_once(client, person):
    cohort = make_cohort()
    enter(client, cohort)
    for _ in range(2):
        assert client.post(reverse("withdraw", args=[cohort.public_id])).status_code == 302
    assert states() == ["withdrawn"]


def test_withdraw_of_another_person_is_not_found(client, person):
    cohort = make_enrolment().cohort
    assert client.post(reverse("withdraw", args=[cohort.public_id])).status_code == 404
    assert states() == ["active"]


def test_withdraw_after_completion_is_refused_with_the_reason(client, person, now):
    course = make_course()
    enrolment = make_enrolment(course=course, person=person)
    sit(enrolment, make_assessment(course=course))
    response = client.post(reverse("withdraw", args=[enrolment.cohort.public_id]))
    assert (response.status_code, states()) == (409, ["completed"])
    assert "The result and the certificate stay." in response.content.decode()


@pytest.mark.parametrize(
    ("mode", "words"),
    [(EnrolmentMode.APPROVAL, "Ask for a place"), (EnrolmentMode.STAFF, "The centre enrols people for this course.")],
)
def test_place_says_how_people_enrol(client, person, mode, words):
    assert words in show(client, make_cohort(mode=mode))


def test_place_says_how_many_are_before(client, person, now):
    cohort = make_cohort(seats=1)
    for _ in range(3):
        make_enrolment(cohort=cohort)
    enter(client, cohort)
    assert "2 people are before you." in show(client, cohort)


def test_place_in_a_cancelled_cohort_says_so_and_offers_others(client, person, now):
    cohort = make_cohort(course=make_course(lessons=1))
    enter(client, cohort)
    save_cohort(cohort, actor=None, now=now, is_cancelled=True)
    html = show(client, cohort)
    assert ("This course will not take place" in html, "You can learn now" in html) == (True, False)
    assert 'href="/en/courses/"' in html
    my = client.get(reverse("my"))
    assert (my.context["current"], "Cancelled" in my.content.decode()) == (None, True)


def test_place_that_was_given_up_can_be_taken_again(client, person, now):
    cohort = make_cohort()
    enrolment = enrol(cohort, person=person, actor=person, now=now)
    withdraw(enrolment, actor=person, now=now)
    assert "You do not have a place at the moment." in show(client, cohort)
    enter(client, cohort)
    assert states() == ["active"]


@pytest.mark.parametrize("n", [1, 30])
def test_place_asks_the_same_number_of_queries_for_any_number_of_lessons(client, person, django_assert_num_queries, n):
    course = make_course(lessons=n)
    make_assessment(course=course)
    enrolment = make_enrolment(course=course, person=person)
    with django_assert_num_queries(12):
        client.get(reverse("place", args=[enrolment.cohort.public_id]))
