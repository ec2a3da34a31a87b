from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from courses.domain import authoring, scoring
from courses.domain.attempt import Answer, close_if_overdue, close_overdue, save_page, save_response, start, submit
from courses.domain.enrolment import enrol, withdraw
from courses.enums import AttemptState, ItemType, Review
from courses.exceptions import AttemptRefused, InvalidResponse, StaleResponse
from courses.models import Attempt, AttemptSlot, Response, ResponseEvent
from tests.factories.courses import (
    RIGHT,
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

pytestmark = pytest.mark.django_db
A, B = {"options": ["a"]}, {"options": ["b"]}


@pytest.fixture
def enrolment(db):
    return make_enrolment(course=make_course(lessons=1))


def save(attempt, now, *, slot=1, rev=1, value=A):
    return save_response(attempt, slot=slot, rev=rev, value=value, language="az", now=now)


def refusal(call) -> str:
    with pytest.raises(AttemptRefused) as refused:
        call()
    return refused.value.code


def test_start_freezes_questions_worth_pass_mark_and_deadline(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course, items=3, minutes=40, pass_mark=70)
    attempt = start(enrolment, assessment=assessment, now=now)
    authoring.save_assessment(
        assessment.course, key=assessment.key, actor=None, now=now, pass_mark=10, minutes=1, draws=[]
    )
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.n, attempt.pass_mark, attempt.deadline) == (1, 70, now + timedelta(minutes=40))
    assert [(slot.n, slot.points, slot.option_order) for slot in attempt.slots.all()] == [
        (1, 1, ["a", "b", "c"]),
        (2, 1, ["a", "b", "c"]),
        (3, 1, ["a", "b", "c"]),
    ]


def test_start_resumes_the_open_attempt(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course)
    first = start(enrolment, assessment=assessment, now=now)
    assert start(enrolment, assessment=assessment, now=now + timedelta(minutes=5)) == first


def test_start_hands_in_an_overdue_attempt_and_begins_the_next(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course, minutes=10)
    first = answer(start(enrolment, assessment=assessment, now=now), right=False, now=now)
    second = start(enrolment, assessment=assessment, now=now + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.state, first.submitted_at) == (AttemptState.SCORED, now + timedelta(minutes=10))
    assert (second.n, second.is_open) == (2, True)


def test_start_shuffles_items_and_options_by_the_given_chance(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course, items=8, shuffle=True)
    attempt = start(enrolment, assessment=assessment, now=now, rng=Random(7))
    slots = list(attempt.slots.all())
    assert len({slot.version_id for slot in slots}) == 8
    assert [slot.version_id for slot in slots] != sorted(slot.version_id for slot in slots)
    assert {tuple(sorted(slot.option_order)) for slot in slots} == {("a", "b", "c")}
    assert len({tuple(slot.option_order) for slot in slots}) > 1


def test_start_draws_by_tag_and_difficulty_and_no_item_twice(enrolment, now):
    bank = make_bank()
    chosen = [make_item(bank=bank, tags=["stay"], difficulty=2) for _ in range(3)]
    make_item(bank=bank, tags=["stay"], difficulty=1)
    make_item(bank=bank, tags=["work"], difficulty=2)
    make_item(bank=bank, tags=["stay"], difficulty=2, is_retired=True)
    draw = {"bank": bank, "count": 2, "tag": "stay", "difficulty": 2}
    assessment = make_assessment(course=enrolment.cohort.course, draws=[draw, draw])
    attempt = start(enrolment, assessment=assessment, now=now)
    assert sorted(slot.version.item_id for slot in attempt.slots.all()) == [item.pk for item in chosen]


def test_start_asks_the_fixed_list_first(enrolment, now):
    bank = make_bank(items=3)
    first = make_item(bank=bank)
    draws = [{"bank": bank, "count": 9, "points": 2}]
    items = [{"item": first, "points": 5}]
    assessment = make_assessment(course=enrolment.cohort.course, draws=draws, items=0)
    authoring.save_assessment(assessment.course, key=assessment.key, actor=None, now=now, items=items)
    attempt = start(enrolment, assessment=assessment, now=now)
    assert [slot.points for slot in attempt.slots.all()] == [5, 2, 2, 2]
    assert attempt.slots.get(n=1).version.item == first


def test_start_is_refused_with_the_reason(now):
    course = make_course(lessons=1)
    quiz = make_assessment(course=course)
    soon = make_enrolment(course=course, starts_on=TODAY + timedelta(days=1))
    over = make_enrolment(course=course, now=now)
    gone = withdraw(make_enrolment(course=course), actor=over.person, now=now)
    full = make_cohort(course=course, seats=1)
    make_enrolment(cohort=full)
    waiting = make_enrolment(cohort=full)
    after = now + timedelta(days=22)
    assert refusal(lambda: start(soon, assessment=quiz, now=now)) == "not_open_yet"
    assert refusal(lambda: start(over, assessment=quiz, now=after)) == "over"
    assert refusal(lambda: start(gone, assessment=quiz, now=now)) == "not_enrolled"
    assert refusal(lambda: start(waiting, assessment=quiz, now=now)) == "not_enrolled"
    assert refusal(lambda: start(over, assessment=make_assessment(), now=now)) == "not_found"
    assert refusal(lambda: start(over, assessment=make_assessment(course=course, items=0), now=now)) == "empty"


def test_start_is_refused_in_a_cohort_that_is_cancelled(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course)
    authoring.save_cohort(enrolment.cohort, actor=None, now=now, is_cancelled=True)
    assert refusal(lambda: start(enrolment, assessment=assessment, now=now)) == "cancelled"


def test_start_is_refused_when_the_quiz_is_passed_and_its_answers_are_open(enrolment, now):
    course = enrolment.cohort.course
    open_answers = make_assessment(course=course, review=Review.ANSWERS)
    practice = make_assessment(course=course, review=Review.ANSWERS, counts=False)
    marks = make_assessment(course=course, review=Review.MARKS)
    for assessment in (open_answers, practice, marks):
        sit(enrolment, assessment)
    assert refusal(lambda: start(enrolment, assessment=open_answers, now=now)) == "passed"
    assert start(enrolment, assessment=practice, now=now).n == 2
    assert start(enrolment, assessment=marks, now=now).n == 2


def test_start_is_refused_when_all_attempts_are_used(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course, attempts=2)
    sit(enrolment, assessment, right=False)
    sit(enrolment, assessment, right=False)
    assert refusal(lambda: start(enrolment, assessment=assessment, now=now)) == "no_attempts_left"


def test_save_keeps_the_answer_and_its_event(now):
    attempt = make_attempt()
    save(attempt, now, rev=1, value=A)
    save(attempt, now, rev=2, value=B)
    response = Response.objects.get()
    assert (response.rev, response.value, response.saved_at) == (2, B, now)
    assert list(ResponseEvent.objects.order_by("rev").values_list("rev", "value")) == [(1, A), (2, B)]


def test_save_of_the_same_rev_and_answer_is_once(now):
    attempt = make_attempt()
    save(attempt, now)
    save(attempt, now)
    assert ResponseEvent.objects.count() == 1


@pytest.mark.parametrize(("rev", "value"), [(4, A), (5, B), (1, B)])
def test_save_of_an_older_rev_keeps_the_newest_and_says_which(now, rev, value):
    attempt = make_attempt()
    save(attempt, now, rev=5, value=A)
    with pytest.raises(StaleResponse) as refused:
        save(attempt, now, rev=rev, value=value)
    assert (refused.value.rev, refused.value.value) == (5, A)
    assert Response.objects.get().value == A


@pytest.mark.parametrize("rev", [0, -1, 2**63, 2**63 - 1, 1.0, "1", True, None])
def test_save_refuses_what_is_no_rev(now, rev):
    attempt = make_attempt()
    assert refusal(lambda: save(attempt, now, rev=rev)) == "invalid_rev"
    assert Response.objects.count() == 0


def test_save_refuses_a_slot_that_is_not_there(now):
    attempt = make_attempt()
    assert refusal(lambda: save(attempt, now, slot=99)) == "not_found"


def test_save_refuses_an_option_that_is_not_there(now):
    attempt = make_attempt()
    with pytest.raises(InvalidResponse):
        save(attempt, now, value={"options": ["z"]})
    assert ResponseEvent.objects.count() == 0


def test_save_is_taken_within_the_grace_and_not_after(now):
    attempt = make_attempt(minutes=10)
    save(attempt, now + timedelta(minutes=10, seconds=20), rev=1)
    late = now + timedelta(minutes=10, seconds=21)
    assert refusal(lambda: save(attempt, late, rev=2)) == "late"
    assert Response.objects.get().rev == 1


def test_save_after_handing_in_is_refused(now):
    attempt = make_attempt()
    submit(attempt, now=now)
    assert refusal(lambda: save(attempt, now)) == "finished"


def test_save_without_a_place_is_refused_and_goes_on_when_she_is_back(now):
    attempt = make_attempt()
    enrolment = attempt.enrolment
    withdraw(enrolment, actor=enrolment.person, now=now)
    assert refusal(lambda: save(attempt, now)) == "not_enrolled"
    enrol(enrolment.cohort, person=enrolment.person, actor=enrolment.person, now=now)
    assert save(attempt, now).value == A


def test_save_page_keeps_changes_and_leaves_the_rest(now):
    attempt = make_attempt(items=3)
    save(attempt, now, slot=1, rev=4, value=A)
    save(attempt, now, slot=2, rev=2, value=A)
    page = {1: Answer(rev=4, value=A), 2: Answer(rev=2, value=B), 3: Answer(rev=0, value={"options": []})}
    assert save_page(attempt, answers=page, language="ru", now=now) == []
    rows = Response.objects.order_by("slot__n").values_list("slot__n", "rev", "value", "language")
    assert list(rows) == [(1, 4, A, "az"), (2, 3, B, "ru")]


def test_save_page_keeps_the_newer_answer_of_another_device(now):
    attempt = make_attempt()
    save(attempt, now, slot=1, rev=3, value=A)
    page = {1: Answer(rev=2, value=B), 2: Answer(rev=0, value=B)}
    assert save_page(attempt, answers=page, language="az", now=now) == [1]
    assert list(Response.objects.order_by("slot__n").values_list("rev", "value")) == [(3, A), (1, B)]


def test_save_page_takes_all_or_nothing(now):
    attempt = make_attempt()
    page = {1: Answer(rev=0, value=A), 2: Answer(rev=0, value={"options": ["z"]})}
    with pytest.raises(InvalidResponse):
        save_page(attempt, answers=page, language="az", now=now)
    assert Response.objects.count() == 0


def test_submit_scores_and_stamps(now):
    attempt = make_attempt(items=3)
    save(attempt, now, slot=1, value=A)
    save(attempt, now, slot=2, value=B)
    attempt = submit(attempt, now=now)
    assert (attempt.state, attempt.score, attempt.max_score, attempt.submitted_at) == ("scored", 1, 3, now)
    assert (attempt.per_cent, attempt.is_passed) == (Decimal("33.33"), False)
    assert list(Response.objects.order_by("slot__n").values_list("score", "is_final")) == [(1, True), (0, True)]


def test_submit_twice_keeps_the_first_result(now):
    attempt = answer(make_attempt())
    first = submit(attempt, now=now)
    second = submit(attempt, now=now + timedelta(minutes=1))
    assert (second.submitted_at, second.score) == (first.submitted_at, first.score)


def test_submit_passes_exactly_at_the_pass_mark(enrolment, now):
    assessment = make_assessment(course=enrolment.cohort.course, items=3, pass_mark=66)
    attempt = answer(start(enrolment, assessment=assessment, now=now), slots=[1, 2])
    assert submit(attempt, now=now).is_passed is True
    harder = make_assessment(course=enrolment.cohort.course, items=3, pass_mark=67)
    attempt = answer(start(enrolment, assessment=harder, now=now), slots=[1, 2])
    assert submit(attempt, now=now).is_passed is False


def test_submit_adds_the_parts_before_it_rounds(enrolment, now):
    bank = make_bank()
    spec = {"options": [{"id": each, "correct": each in "abc"} for each in "abcd"]}
    for _ in range(3):
        make_item(bank=bank, type=ItemType.MULTIPLE_CHOICE, spec=spec)
    draws = [{"bank": bank, "count": 3}]
    assessment = make_assessment(course=enrolment.cohort.course, draws=draws, pass_mark=33)
    attempt = start(enrolment, assessment=assessment, now=now)
    for slot in (1, 2, 3):
        save(attempt, now, slot=slot, value=A)
    attempt = submit(attempt, now=now)
    assert (attempt.score, attempt.is_passed) == (1, True)
    assert set(Response.objects.values_list("score", flat=True)) == {Decimal("0.33")}


def test_submit_without_anything_to_earn_passes_nothing(enrolment, now):
    draws = [{"bank": make_bank(items=1), "count": 1, "points": 0}]
    attempt = start(enrolment, assessment=make_assessment(course=enrolment.cohort.course, draws=draws), now=now)
    attempt = submit(answer(attempt), now=now)
    assert (attempt.max_score, attempt.per_cent, attempt.is_passed) == (0, 0, False)


@pytest.mark.parametrize(
    ("score", "most", "mark", "per_cent", "passed"),
    [
        ("2", 3, 60, "66.67", True),
        ("59.9999", 100, 60, "59.99", False),
        ("59.999", 100, 60, "59.99", False),
        ("60", 100, 60, "60.00", True),
    ],
)
def test_per_cent_never_shows_a_mark_that_is_not_reached(score, most, mark, per_cent, passed):
    attempt = Attempt(score=Decimal(score), max_score=Decimal(most), pass_mark=mark)
    assert (attempt.per_cent, attempt.is_passed) == (Decimal(per_cent), passed)


def test_submit_completes_the_course_when_nothing_else_is_missing(now):
    enrolment = make_enrolment(course=make_course())
    sit(enrolment, make_assessment(course=enrolment.cohort.course))
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.completed_at, enrolment.final_score) == ("completed", now, 100)


def test_close_overdue_hands_in_what_was_saved(now):
    late = answer(make_attempt(minutes=10))
    endless = make_attempt()
    assert close_overdue(now + timedelta(minutes=10, seconds=20)) == 0
    assert close_overdue(now + timedelta(minutes=10, seconds=21)) == 1
    late.refresh_from_db()
    endless.refresh_from_db()
    assert (late.state, late.score, late.submitted_at) == ("scored", 2, now + timedelta(minutes=10))
    assert endless.is_open is True


def test_close_overdue_goes_on_after_one_that_cannot_be_handed_in(now, monkeypatch):
    broken, late = make_attempt(minutes=10), make_attempt(minutes=11)
    whole = scoring.score

    def fails(item_type, spec, value, *, points):
        if value == B:
            raise LookupError
        return whole(item_type, spec, value, points=points)

    save(broken, now, value=B)
    monkeypatch.setattr(scoring, "score", fails)
    with pytest.raises(LookupError):
        close_overdue(now + timedelta(hours=1))
    late.refresh_from_db()
    broken.refresh_from_db()
    assert (late.is_open, broken.is_open) == (False, True)


def test_close_if_overdue_leaves_an_attempt_in_time_alone(now):
    attempt = make_attempt(minutes=10)
    assert close_if_overdue(attempt, now=now).is_open is True
    assert close_if_overdue(attempt, now=now + timedelta(hours=1)).is_open is False


def test_edited_item_does_not_change_a_running_attempt(now):
    attempt = make_attempt(items=1)
    item = attempt.slots.get().version.item
    other = {"options": [{"id": "a"}, {"id": "b", "correct": True}, {"id": "c"}]}
    make_item(bank=item.bank, key=item.key, spec=other)
    save(attempt, now, value=RIGHT["single_choice"])
    assert submit(attempt, now=now).score == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE courses_attempt SET submitted_at = '2020-01-01'",
        "UPDATE courses_attempt SET pass_mark = 0",
        "UPDATE courses_attempt SET state = 'open'",
        "UPDATE courses_response SET rev = 99",
        "UPDATE courses_response SET is_final = false",
        "DELETE FROM courses_response",
        "UPDATE courses_attemptslot SET points = 9",
        "UPDATE courses_responseevent SET rev = 99",
        "DELETE FROM courses_responseevent",
    ],
)
def test_what_was_handed_in_is_kept_by_the_database(now, statement):
    submit(answer(make_attempt()), now=now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_score_of_a_finished_attempt_may_be_mended(now):
    attempt = submit(answer(make_attempt()), now=now)
    assert Attempt.objects.filter(pk=attempt.pk).update(score=1) == 1
    assert Response.objects.filter(slot__attempt=attempt).update(score=0) == 2


def test_second_open_attempt_is_refused_by_the_database(now):
    attempt = make_attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            enrolment=attempt.enrolment, assessment=attempt.assessment, n=2, started_at=now, pass_mark=60
        )
    assert AttemptSlot.objects.count() == 2
