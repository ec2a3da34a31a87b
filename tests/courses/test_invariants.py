"""Each row that must never be is found."""

import pytest

from courses import invariants
from courses.domain.attempt import submit
from courses.models import Attempt, Cohort, Response
from tests.factories.courses import TODAY, answer, make_attempt, make_cohort, make_enrolment

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return list(invariants.violations(today=TODAY))


def test_nothing_is_found_in_a_record_that_is_whole(now):
    submit(answer(make_attempt(items=3), slots=[1, 2]), now=now)
    cohort = make_cohort(seats=1)
    for _ in range(3):
        make_enrolment(cohort=cohort)
    assert found() == []


def test_seats_that_do_not_fit_are_found(now):
    cohort = make_enrolment().cohort
    Cohort.objects.filter(pk=cohort.pk).update(taken=0)
    assert found() == [f"cohort {cohort.pk}: 0 seats are marked taken, 1 people hold one"]


def test_somebody_who_waits_beside_a_free_seat_is_found(now):
    cohort = make_cohort(seats=1)
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(seats=2)
    assert found() == [f"cohort {cohort.pk}: 1 people wait and 1 seats are free"]


def test_answer_that_is_not_in_its_history_is_found(now):
    attempt = answer(make_attempt(items=1))
    Response.objects.update(value={"options": ["b"]})
    response = Response.objects.get(slot__attempt=attempt)
    assert found() == [f"response {response.pk}: it is not the newest of its history"]


def test_score_that_the_answers_do_not_give_is_found(now):
    attempt = submit(answer(make_attempt(items=2)), now=now)
    Attempt.objects.filter(pk=attempt.pk).update(score=1)
    assert found() == [f"attempt {attempt.pk}: 1.00 of 2.00, its answers give 2.00 of 2"]


def test_attempts_with_a_gap_are_found(now):
    attempt = make_attempt()
    Attempt.objects.filter(pk=attempt.pk).update(n=2)
    [line] = found()
    assert line.endswith("are not numbered 1 to 1")
