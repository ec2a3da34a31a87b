"""The front page of a quiz, its preview, and that no page tells the key."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.domain.attempt import submit
from courses.enums import ItemType
from courses.models import Attempt, Response
from lms.accounts.enums import Role
from tests.factories.courses import (
    TODAY,
    answer,
    make_assessment,
    make_attempt,
    make_bank,
    make_cohort,
    make_course,
    make_enrolment,
    make_item,
    sit,
)
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(client):
    enrolment = make_enrolment(course=make_course(lessons=1))
    client.force_login(enrolment.person)
    client.cookies["language"] = "en"
    return enrolment


def front(quiz) -> str:
    return reverse("assessment", args=[quiz.public_id])


def test_front_page_tells_the_rules(client, enrolment):
    quiz = make_assessment(course=enrolment.cohort.course, items=7, minutes=40, pass_mark=70, attempts=3)
    html = client.get(front(quiz)).content.decode()
    for words in ("<dd>7</dd>", "<dd>40 minutes</dd>", "<dd>70 % or more</dd>", "<dd>3</dd>"):
        assert words in html


def test_starting_twice_is_one_attempt(client, enrolment):
    quiz = make_assessment(course=enrolment.cohort.course)
    first, second = client.post(front(quiz)), client.post(front(quiz))
    assert (first["Location"], Attempt.objects.count()) == (second["Location"], 1)


def test_starting_without_a_place_is_refused(client):
    client.force_login(make_person())
    client.cookies["language"] = "en"
    quiz = make_assessment()
    response = client.post(front(quiz))
    assert (response.status_code, Attempt.objects.count()) == (409, 0)
    assert "You need a place in the course" in client.get(front(quiz)).content.decode()


@pytest.mark.parametrize(
    ("cohort", "words"),
    [
        ({"starts_on": TODAY + timedelta(days=2)}, "The quiz opens on"),
        ({"ends_on": TODAY - timedelta(days=1)}, "The course ended on"),
    ],
)
def test_starting_outside_the_dates_is_refused_with_the_date(client, now, cohort, words):
    quiz = make_assessment(course=make_course(lessons=1))
    run = make_cohort(course=quiz.course, **cohort)
    person = make_enrolment(cohort=run, now=now - timedelta(days=2)).person
    client.force_login(person)
    client.cookies["language"] = "en"
    response = client.post(front(quiz))
    assert (response.status_code, Attempt.objects.count()) == (409, 0)
    assert words in response.content.decode()
    assert words in client.get(front(quiz)).content.decode()


def test_starting_with_no_attempt_left_is_refused(client, enrolment):
    quiz = make_assessment(course=enrolment.cohort.course, attempts=1)
    sit(enrolment, quiz, right=False)
    assert client.post(front(quiz)).status_code == 409
    assert "You have used all your attempts." in client.get(front(quiz)).content.decode()


def test_front_page_counts_what_a_small_bank_has(client, enrolment):
    bank = make_bank(items=3)
    make_item(bank=bank, is_retired=True)
    quiz = make_assessment(course=enrolment.cohort.course, draws=[{"bank": bank, "count": 20}])
    assert "<dd>3</dd>" in client.get(front(quiz)).content.decode()


def test_starting_a_passed_quiz_whose_answers_are_open_is_refused(client, enrolment):
    quiz = make_assessment(course=enrolment.cohort.course, attempts=3)
    sit(enrolment, quiz)
    assert client.post(front(quiz)).status_code == 409
    assert "You have passed this quiz." in client.get(front(quiz)).content.decode()


@pytest.mark.parametrize("n", [1, 30])
def test_front_page_asks_the_same_number_of_queries_for_any_number_of_attempts(
    client, enrolment, django_assert_num_queries, n
):
    quiz = make_assessment(course=enrolment.cohort.course)
    for _ in range(n):
        sit(enrolment, quiz, right=False)
    with django_assert_num_queries(10):
        client.get(front(quiz))


# --- Preview ------------------------------------------------------------------------------------------------------------


def preview(quiz) -> str:
    return reverse("assessment_preview", args=[quiz.public_id])


@pytest.fixture
def quiz(client):
    quiz = make_assessment(items=5, shuffle=True)
    client.force_login(make_staff(Role.TRAINER))
    client.cookies["language"] = "en"
    return quiz


def test_preview_scores_and_stores_nothing(client, quiz):
    shown = client.get(preview(quiz))
    right = {
        f"s{question.n}": option.token
        for question in shown.context["questions"]
        for option in question.options
        if option.text.startswith("Option a ")
    }
    revs = {f"r{n}": "0" for n in range(1, 6)}
    response = client.post(preview(quiz), {"seed": shown.context["seed"]} | revs | right)
    assert (response.context["score"], response.context["max_score"]) == (5, 5)
    assert (Attempt.objects.count(), Response.objects.count()) == (0, 0)


def test_preview_refuses_what_is_no_answer(client, quiz):
    assert client.post(preview(quiz), {"seed": "x", "r1": "0", "s1": "99"}).status_code == 400


def test_preview_is_for_authors(client, enrolment):
    quiz = make_assessment(course=enrolment.cohort.course)
    assert client.get(preview(quiz)).status_code == 404


# --- No key before the end ------------------------------------------------------------------------------------------------

KEYS = ("KEY-right", "KEY-why", "KEY-accepted", "KEY-tag")


def make_canaries(course):
    """Items that carry canaries in everything that tells the key: ids, feedback, accepted answers."""
    bank = make_bank(course=course)
    options = {"key-right": "Baku", "other": "Ganja"}
    spec = {"options": [{"id": "key-right", "correct": True}, {"id": "other"}]}
    words = {"az": {"prompt": "?", "options": options, "feedback": "KEY-why"}}
    make_item(bank=bank, key="one", type=ItemType.SINGLE_CHOICE, spec=spec, texts=words, tags=["KEY-tag"])
    make_item(bank=bank, key="two", type=ItemType.MULTIPLE_CHOICE, spec=spec, texts=words)
    text = {"az": {"prompt": "?", "feedback": "KEY-why"}}
    make_item(bank=bank, key="three", type=ItemType.SHORT_ANSWER, spec={"accepted": ["KEY-accepted"]}, texts=text)
    return make_assessment(course=course, draws=[{"bank": bank, "count": 3}], attempts=3)


def everything(client, attempt) -> str:
    """All that a learner gets while the attempt is open."""
    addresses = [
        reverse("my"),
        reverse("place", args=[attempt.enrolment.cohort.public_id]),
        front(attempt.assessment),
        reverse("attempt", args=[attempt.public_id]),
        reverse("attempt_submit", args=[attempt.public_id]),
    ]
    pages = [client.get(address) for address in addresses]
    body = '{"rev": 1, "value": {"options": ["9"]}}'
    pages.append(
        client.post(reverse("attempt_save", args=[attempt.public_id, 1]), body, content_type="application/json")
    )
    return "".join(page.content.decode() + str(page.headers) for page in pages).lower()


def told(text: str) -> list[str]:
    return [key for key in KEYS if key.lower() in text]


def test_no_page_tells_the_key_while_an_attempt_is_possible(client, now):
    course = make_course(lessons=1)
    attempt = make_attempt(assessment=make_canaries(course))
    client.force_login(attempt.enrolment.person)
    assert told(everything(client, attempt)) == []
    submit(attempt, now=now)
    assert told(client.get(reverse("attempt_result", args=[attempt.public_id])).content.decode().lower()) == []


def test_canaries_are_told_when_it_is_over(client, now):
    quiz = make_canaries(make_course(lessons=1))
    enrolment = make_enrolment(cohort=make_cohort(course=quiz.course))
    client.force_login(enrolment.person)
    for _ in range(3):
        attempt = submit(make_attempt(enrolment=enrolment, assessment=quiz), now=now)
    html = client.get(reverse("attempt_result", args=[attempt.public_id])).content.decode().lower()
    assert told(html) == ["KEY-why", "KEY-accepted"]


def test_no_result_tells_the_key_while_the_last_attempt_is_open(client, now):
    quiz = make_canaries(make_course(lessons=1))
    enrolment = make_enrolment(cohort=make_cohort(course=quiz.course))
    client.force_login(enrolment.person)
    results = [submit(make_attempt(enrolment=enrolment, assessment=quiz), now=now) for _ in range(2)]
    make_attempt(enrolment=enrolment, assessment=quiz)
    for attempt in results:
        html = client.get(reverse("attempt_result", args=[attempt.public_id])).content.decode()
        assert told(html.lower()) == []


def test_two_quizzes_that_differ_in_the_key_alone_look_the_same(client):
    pages = []
    for correct in ("a", "b"):
        bank = make_bank()
        spec = {"options": [{"id": each, "correct": each == correct} for each in "ab"]}
        words = {"az": {"prompt": "?", "options": {"a": "Bakı", "b": "Gəncə"}, "feedback": f"It is {correct}"}}
        make_item(bank=bank, spec=spec, texts=words)
        attempt = make_attempt(draws=[{"bank": bank, "count": 1}])
        client.force_login(attempt.enrolment.person)
        html = client.get(reverse("attempt", args=[attempt.public_id])).content.decode()
        pages.append(html[html.index('<fieldset class="question"') : html.index("</fieldset>")])
    assert pages[0] == pages[1]


def test_answers_are_in_the_payload_of_nobody_else(client, now):
    attempt = answer(make_attempt())
    stranger = make_person()
    client.force_login(stranger)
    assert client.get(reverse("attempt", args=[attempt.public_id])).status_code == 404
