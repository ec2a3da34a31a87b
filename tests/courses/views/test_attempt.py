"""The pages of an attempt: with forms alone, and the small requests of the script."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.domain import attempt as attempts
from courses.domain.attempt import submit
from courses.domain.enrolment import withdraw
from courses.enums import ItemType, Review
from courses.models import Attempt, Response
from tests.factories.courses import (
    answer,
    make_assessment,
    make_attempt,
    make_bank,
    make_cohort,
    make_course,
    make_enrolment,
    make_item,
    make_lesson,
)
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(client) -> Attempt:
    """An attempt at three single choice questions, its person signed in."""
    attempt = make_attempt(items=3)
    client.force_login(attempt.enrolment.person)
    client.cookies["language"] = "en"
    return attempt


def address(name: str, attempt: Attempt, *more) -> str:
    return reverse(name, args=[attempt.public_id, *more])


def put(client, attempt, slot=1, **body):
    body = {"rev": 1, "value": {"options": ["1"]}} | body
    return client.post(address("attempt_save", attempt, slot), json.dumps(body), content_type="application/json")


def page(attempt, **answers) -> dict:
    """What the form sends: `s1="2"`; the rev of each slot stands beside it."""
    revs = {f"r{slot.n}": slot.response.rev if hasattr(slot, "response") else 0 for slot in attempt.slots.all()}
    return revs | answers


def responses() -> list[tuple]:
    return list(Response.objects.order_by("slot__n").values_list("slot__n", "rev", "value"))


# --- Without a script -------------------------------------------------------------------------------------------------


def test_whole_attempt_by_forms_alone(client, clock):
    course = make_course(lessons=1)
    quiz = make_assessment(course=course, items=3)
    person = make_enrolment(course=course).person
    client.force_login(person)
    client.cookies["language"] = "en"
    front = client.get(reverse("assessment", args=[quiz.public_id]))
    assert front.context["quiz"].questions == 3
    started = client.post(reverse("assessment", args=[quiz.public_id]))
    attempt = Attempt.objects.get()
    assert started["Location"] == address("attempt", attempt)
    saved = client.post(address("attempt", attempt), page(attempt, s1="1", s2="1", finish="1"))
    assert saved["Location"] == address("attempt_submit", attempt)
    assert client.get(saved["Location"]).context["unanswered"] == [3]
    handed_in = client.post(address("attempt_submit", attempt))
    result = client.get(handed_in["Location"])
    attempt.refresh_from_db()
    assert (attempt.score, attempt.is_passed) == (2, True)
    assert "You passed" in result.content.decode()


def test_page_shows_what_was_answered(client, sitting, now):
    answer(sitting, slots=[2])
    html = client.get(address("attempt", sitting)).content.decode()
    assert html.count(" checked") == 1
    assert '<input type="hidden" name="r2" value="1"' in html
    assert "1 of 3 answered" in html


def test_save_button_keeps_the_page_and_stays(client, sitting):
    response = client.post(address("attempt", sitting), page(sitting, s1="2"), follow=True)
    assert responses() == [(1, 1, {"options": ["b"]})]
    assert "Your answers are saved." in response.content.decode()


def test_change_of_language_keeps_the_answers(client, sitting):
    response = client.post(address("attempt", sitting), page(sitting, s1="2", language="ru"))
    assert response["Location"] == f"{address('attempt', sitting)}?lang=ru"
    html = client.get(response["Location"]).content.decode()
    assert responses() == [(1, 1, {"options": ["b"]})]
    assert f"Option b of {sitting.slots.first().version.item.key} ru" in html
    assert html.count(" checked") == 1


def test_language_that_does_not_exist_is_ignored(client, sitting):
    response = client.post(address("attempt", sitting), page(sitting, language="//evil.example"))
    assert response["Location"] == address("attempt", sitting)


def test_question_without_a_translation_is_shown_in_another_language(client, now):
    texts = {"ru": {"prompt": "Вопрос", "options": {"a": "А", "b": "Б", "c": "В"}}}
    bank = make_bank()
    make_item(bank=bank, texts=texts)
    attempt = make_attempt(draws=[{"bank": bank, "count": 1}])
    client.force_login(attempt.enrolment.person)
    html = client.get(address("attempt", attempt)).content.decode()
    assert '<span lang="ru">Вопрос</span>' in html


def test_older_page_keeps_the_newer_answer_and_says_so(client, sitting):
    stale = page(sitting, s1="3")
    put(client, sitting, rev=7)
    response = client.post(address("attempt", sitting), stale | {"finish": "1"}, follow=True)
    assert responses() == [(1, 7, {"options": ["a"]})]
    assert "Question 1 was changed on another device. We kept the newer answer." in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"s1": ["1", "2"]},
        {"s1": ["9"]},
        {"s1": ["a"]},
        {"r1": "-1"},
        {"r1": "x"},
        {"r1": ["0", "0"]},
        {"r1": str(2**63)},
        {"s1": "1" * 100_000},
    ],
)
def test_form_that_no_page_sends_is_refused_whole(client, sitting, fields):
    response = client.post(address("attempt", sitting), page(sitting, s2="1") | fields)
    assert (response.status_code, responses()) == (400, [])
    assert "courses/refused.html" in [template.name for template in response.templates]


def test_form_with_a_slot_that_is_not_there_is_not_found(client, sitting):
    response = client.post(address("attempt", sitting), page(sitting) | {"r99": "0", "s99": "1"})
    assert (response.status_code, responses()) == (404, [])


# --- With a script ----------------------------------------------------------------------------------------------------


def test_answer_is_saved_and_says_nothing(client, sitting):
    response = put(client, sitting, slot=2, value={"options": ["3"]})
    assert (response.status_code, response.content) == (204, b"")
    assert responses() == [(2, 1, {"options": ["c"]})]


def test_same_answer_again_is_fine(client, sitting):
    put(client, sitting)
    assert put(client, sitting).status_code == 204


def test_older_answer_gets_the_newer_one(client, sitting):
    put(client, sitting, rev=5)
    response = put(client, sitting, rev=4, value={"options": ["2"]})
    assert (response.status_code, response.json()) == (
        409,
        {
            "code": "stale",
            "sentence": "A newer answer was saved on another device or page. We kept that one.",
            "rev": 5,
            "value": {"options": ["1"]},
        },
    )


@pytest.mark.parametrize(
    "body",
    [
        {"rev": -1},
        {"rev": 0},
        {"rev": 2**63},
        {"rev": 1.5},
        {"rev": True},
        {"rev": None},
        {"value": None},
        {"value": []},
        {"value": {"options": ["1", "2"]}},
        {"value": {"options": ["9"]}},
        {"value": {"options": ["a"]}},
        {"value": {"options": [["1"]]}},
        {"value": {"options": ["1"], "score": 5}},
        {"value": {"text": "a"}},
        {"score": 100},
    ],
)
def test_answer_that_is_none_is_refused_with_a_sentence(client, sitting, body):
    response = put(client, sitting, **body)
    assert (response.status_code, sorted(response.json()), responses()) == (400, ["code", "sentence"], [])


@pytest.mark.parametrize(
    "raw", [b"", b"x", b"[]", b"{}", b"[" * 7000, b"\xff", b'{"rev":1}', b'{"rev":NaN,"value":{}}']
)
def test_body_that_is_no_answer_is_refused(client, sitting, raw):
    response = client.post(address("attempt_save", sitting, 1), raw, content_type="application/json")
    assert (response.status_code, responses()) == (400, [])


def test_huge_body_is_refused(client, sitting):
    assert put(client, sitting, value={"text": "x" * 1_000_000}).status_code == 413


def test_form_is_no_body(client, sitting):
    response = client.post(address("attempt_save", sitting, 1), {"rev": 1})
    assert (response.status_code, responses()) == (400, [])


@pytest.mark.parametrize("text", ["x" * 201, "a\0b", "\ud800"])
def test_text_that_cannot_be_stored_is_refused(client, text):
    attempt = make_text_attempt()
    client.force_login(attempt.enrolment.person)
    assert put(client, attempt, value={"text": text}).status_code == 400
    assert responses() == []


@pytest.mark.parametrize("text", ["Sağ ol 🙂", "شكرا", "   ", r"a\u0000b", "'); DROP TABLE", "<b>x</b>"])
def test_text_of_any_script_is_kept_and_shown_as_it_is(client, text):
    attempt = make_text_attempt()
    client.force_login(attempt.enrolment.person)
    assert put(client, attempt, value={"text": text}).status_code == 204
    shown = client.get(address("attempt", attempt)).context["questions"][0]
    assert (responses(), shown.text) == ([(1, 1, {"text": text.strip()})], text.strip())


def make_text_attempt() -> Attempt:
    bank = make_bank()
    make_item(bank=bank, type=ItemType.SHORT_ANSWER)
    return make_attempt(draws=[{"bank": bank, "count": 1}])


def test_signed_out_gets_401_with_the_way_in(client, sitting):
    client.logout()
    response = put(client, sitting)
    page_address = address("attempt", sitting)
    assert (response.status_code, response.json()["login"]) == (401, f"/accounts/login/?next={page_address}")
    assert responses() == []


def every_way_to_answer(client, sitting) -> list:
    return [
        client.get(address("attempt", sitting)),
        client.post(address("attempt", sitting), page(sitting, s1="1")),
        put(client, sitting),
        client.get(address("attempt_submit", sitting)),
        client.post(address("attempt_submit", sitting)),
    ]


@pytest.mark.parametrize("who", ["learner", "staff"])
def test_attempt_of_another_person_is_not_there(client, sitting, who):
    centre = sitting.enrolment.cohort.centre
    client.force_login(make_person() if who == "learner" else make_staff(centre=centre))
    calls = [*every_way_to_answer(client, sitting), client.get(address("attempt_result", sitting))]
    assert [call.status_code for call in calls] == [404] * 6
    assert (responses(), Attempt.objects.get().is_open) == ([], True)


@pytest.mark.parametrize("tail", ["0/", "-1/", "99999/", f"{2**63}/", "x/", "%00/", "1/2/"])
def test_slot_that_cannot_be_is_not_found(client, sitting, tail):
    response = client.post(f"{address('attempt', sitting)}{tail}", "{}", content_type="application/json")
    assert response.status_code == 404


def test_slot_that_is_not_there_is_not_found(client, sitting):
    assert put(client, sitting, slot=99).status_code == 404


def test_wrong_method_is_refused(client, sitting):
    assert client.get(address("attempt_save", sitting, 1)).status_code == 405
    assert client.put(address("attempt", sitting)).status_code == 405
    assert client.post(address("attempt_result", sitting)).status_code == 405


# --- Time -------------------------------------------------------------------------------------------------------------


def test_late_answer_is_refused_and_the_page_hands_in(client, clock, now):
    attempt = make_attempt(minutes=10)
    client.force_login(attempt.enrolment.person)
    put(client, attempt)
    clock.now = now + timedelta(minutes=11)
    late = put(client, attempt, rev=2)
    assert (late.status_code, late.json()["code"]) == (409, "late")
    assert client.get(address("attempt", attempt))["Location"] == address("attempt_result", attempt)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.submitted_at) == (1, now + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(11, "The time is over. What was saved before counts."), (5, "These answers are handed in already.")],
)
def test_page_that_comes_after_the_end_leads_to_the_result_and_says_why(client, clock, now, minutes, words):
    attempt = make_attempt(minutes=10)
    client.force_login(attempt.enrolment.person)
    client.cookies["language"] = "en"
    put(client, attempt)
    fields = page(attempt, s2="1", finish="1")
    clock.now = now + timedelta(minutes=minutes)
    if minutes < 10:
        submit(attempt, now=clock.now)
    response = client.post(address("attempt", attempt), fields, follow=True)
    assert response.redirect_chain == [(address("attempt_result", attempt), 302)]
    assert words in response.content.decode()
    assert responses() == [(1, 1, {"options": ["a"]})]


def test_place_that_was_given_up_answers_no_more(client, sitting, now):
    withdraw(sitting.enrolment, actor=sitting.enrolment.person, now=now)
    calls = every_way_to_answer(client, sitting)
    assert [call.status_code for call in calls] == [409] * 5
    assert "You need a place in the course" in calls[0].content.decode()
    assert (responses(), Attempt.objects.get().is_open) == ([], True)


def test_invented_clock_fields_change_nothing(client, sitting, now):
    client.post(address("attempt", sitting), page(sitting) | {"deadline": "2030-01-01", "started_at": "2030-01-01"})
    sitting.refresh_from_db()
    assert (sitting.deadline, sitting.started_at) == (None, now)


def test_answer_after_handing_in_is_refused(client, sitting, now):
    submit(sitting, now=now)
    response = put(client, sitting)
    assert (response.status_code, response.json()["code"]) == (409, "finished")


def test_handing_in_twice_shows_the_same_result(client, sitting, clock, now):
    client.post(address("attempt_submit", sitting))
    clock.now = now + timedelta(hours=1)
    again = client.post(address("attempt_submit", sitting))
    sitting.refresh_from_db()
    assert (again["Location"], sitting.submitted_at) == (address("attempt_result", sitting), now)


# --- What is seen afterwards --------------------------------------------------------------------------------------------


def finished(client, *, right: bool, **over) -> Attempt:
    course = make_course(lessons=1)
    make_lesson(course=course, key="stay")
    bank = make_bank(course=course)
    make_item(bank=bank, tags=["stay"])
    make_item(bank=bank, tags=["stay"])
    quiz = make_assessment(course=course, draws=[{"bank": bank, "count": 2}], **over)
    enrolment = make_enrolment(cohort=make_cohort(course=course))
    client.force_login(enrolment.person)
    attempt = attempts.start(enrolment, assessment=quiz, now=enrolment.changed_at)
    return submit(answer(attempt, right=right), now=enrolment.changed_at)


def seen(client, attempt) -> tuple[list, list, bool]:
    review = client.get(address("attempt_result", attempt)).context["review"]
    marks = [(item.mark, bool(item.right), bool(item.feedback)) for item in review.items]
    return marks, [lesson.key for lesson, _text in review.lessons], review.shows_answers


def test_failed_attempt_shows_marks_and_lessons_to_repeat_but_no_answers(client):
    attempt = finished(client, right=False, attempts=3)
    assert seen(client, attempt) == ([("wrong", False, False)] * 2, ["stay"], False)


def test_passed_attempt_shows_answers_and_feedback(client):
    attempt = finished(client, right=True, attempts=3)
    assert seen(client, attempt) == ([("right", True, True)] * 2, [], True)


def test_last_attempt_shows_answers(client):
    attempt = finished(client, right=False, attempts=1)
    assert seen(client, attempt) == ([("wrong", True, True)] * 2, ["stay"], True)


def test_policy_of_marks_never_shows_answers(client):
    attempt = finished(client, right=True, review=Review.MARKS)
    assert seen(client, attempt) == ([("right", False, False)] * 2, [], False)


def test_policy_of_the_score_shows_nothing_else(client):
    attempt = finished(client, right=True, review=Review.SCORE)
    assert seen(client, attempt) == ([], [], False)


def test_result_of_an_open_attempt_leads_back_to_it(client, sitting):
    assert client.get(address("attempt_result", sitting))["Location"] == address("attempt", sitting)


@pytest.mark.parametrize(("n", "queries"), [(1, 6), (30, 6)])
def test_page_asks_the_same_number_of_queries_for_any_number_of_questions(
    client, django_assert_num_queries, n, queries
):
    attempt = make_attempt(items=n)
    client.force_login(attempt.enrolment.person)
    answer(attempt)
    with django_assert_num_queries(queries):
        client.get(address("attempt", attempt))


@pytest.mark.parametrize(("n", "queries"), [(1, 7), (30, 7)])
def test_result_asks_the_same_number_of_queries_for_any_number_of_questions(
    client, django_assert_num_queries, n, queries
):
    attempt = make_attempt(items=n)
    client.force_login(attempt.enrolment.person)
    submit(answer(attempt, right=False), now=attempt.started_at)
    with django_assert_num_queries(queries):
        client.get(address("attempt_result", attempt))


@pytest.mark.parametrize("n", [1, 30])
def test_saving_the_page_asks_the_same_number_of_queries(client, django_assert_num_queries, n):
    attempt = make_attempt(items=n)
    client.force_login(attempt.enrolment.person)
    form = page(attempt, **{f"s{k}": "1" for k in range(1, n + 1)}, finish="1")
    with django_assert_num_queries(10):
        client.post(address("attempt", attempt), form)


def test_pages_of_one_person_are_not_kept(client, sitting):
    assert client.get(address("attempt", sitting))["Cache-Control"] == "private, no-store"
