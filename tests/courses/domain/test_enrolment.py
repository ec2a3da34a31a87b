from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from courses.domain import authoring
from courses.domain.enrolment import approve, enrol, move, not_complete, reject, withdraw
from courses.enums import EnrolmentMode, EnrolmentState
from courses.exceptions import EnrolmentRefused
from courses.models import Cohort, Enrolment
from lms.accounts.models import AuditEvent
from tests.factories.courses import TODAY, make_cohort, make_course, make_enrolment
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


def enter(cohort, now, person=None):
    person = person or make_person()
    return enrol(cohort, person=person, actor=person, now=now)


def states(cohort) -> list[str]:
    return list(Enrolment.objects.filter(cohort=cohort).order_by("pk").values_list("state", flat=True))


def taken(cohort) -> int:
    return Cohort.objects.get(pk=cohort.pk).taken


def test_enrol_takes_a_seat_and_copies_the_rule(now):
    cohort = make_cohort(course=make_course(rule={"lessons": "all", "hours": 3}))
    enrolment = enter(cohort, now)
    assert (enrolment.state, enrolment.rule, taken(cohort)) == ("active", {"lessons": "all", "hours": 3}, 1)


def test_enrol_prefers_the_rule_of_the_cohort(now):
    cohort = make_cohort(course=make_course(rule={"hours": 3}), rule={"hours": 9})
    assert enter(cohort, now).rule == {"hours": 9}


def test_enrol_twice_is_one_place(now):
    cohort, person = make_cohort(), make_person()
    first = enter(cohort, now, person)
    assert enter(cohort, now, person) == first
    assert taken(cohort) == 1


def test_enrol_after_withdrawal_reopens_the_same_place(now):
    cohort, person = make_cohort(), make_person()
    first = enter(cohort, now, person)
    withdraw(first, actor=person, now=now)
    again = enter(cohort, now, person)
    assert (again.pk, again.state, taken(cohort)) == (first.pk, "active", 1)


def test_enrol_into_a_full_cohort_joins_the_line(now):
    cohort = make_cohort(seats=1)
    enter(cohort, now)
    enter(cohort, now)
    enter(cohort, now)
    assert states(cohort) == ["active", "waiting", "waiting"]
    assert taken(cohort) == 1
    assert list(Enrolment.objects.order_by("pk").values_list("place_in_line", flat=True)) == [None, 1, 2]


def test_enrol_by_approval_waits_for_staff_without_a_seat(now):
    cohort = make_cohort(mode=EnrolmentMode.APPROVAL)
    assert enter(cohort, now).state == EnrolmentState.PENDING
    assert taken(cohort) == 0


def test_enrol_by_staff_needs_no_approval(now):
    cohort = make_cohort(mode=EnrolmentMode.APPROVAL)
    staff = make_staff(centre=cohort.centre)
    assert enrol(cohort, person=make_person(), actor=staff, now=now).state == EnrolmentState.ACTIVE


@pytest.mark.parametrize(
    ("over", "code", "sentence"),
    [
        ({"mode": EnrolmentMode.STAFF}, "by_staff", "The centre enrols people for this course. Please ask there."),
        ({"enrol_from": TODAY + timedelta(days=1)}, "not_open_yet", "Enrolment opens on Nov. 24, 2026."),
        ({"enrol_until": TODAY - timedelta(days=1)}, "closed", "Enrolment closed on Nov. 22, 2026."),
        ({"is_cancelled": True}, "cancelled", "This course will not take place."),
        ({"ends_on": TODAY - timedelta(days=1)}, "over", "This course ended on Nov. 22, 2026."),
    ],
)
def test_enrol_refuses_a_closed_cohort_and_says_why(now, settings, over, code, sentence):
    settings.LANGUAGE_CODE = "en"
    cohort = make_cohort(**over)
    with pytest.raises(EnrolmentRefused) as refused:
        enter(cohort, now)
    assert (refused.value.code, str(refused.value)) == (code, sentence)
    assert states(cohort) == []


def test_enrol_lets_staff_in_after_enrolment_has_closed(now):
    cohort = make_cohort(enrol_until=date(2026, 11, 1), mode=EnrolmentMode.STAFF)
    staff = make_staff(centre=cohort.centre)
    assert enrol(cohort, person=make_person(), actor=staff, now=now).state == EnrolmentState.ACTIVE


def test_withdraw_gives_the_seat_to_the_first_in_line(now):
    cohort = make_cohort(seats=1)
    first, second, third = (enter(cohort, now) for _ in range(3))
    withdraw(first, actor=first.person, now=now)
    assert states(cohort) == ["withdrawn", "active", "waiting"]
    assert (taken(cohort), second.pk < third.pk) == (1, True)


def test_withdraw_from_the_line_keeps_the_order_of_the_others(now):
    cohort = make_cohort(seats=1)
    seated, second, _third = (enter(cohort, now) for _ in range(3))
    withdraw(second, actor=second.person, now=now)
    enter(cohort, now, second.person)
    withdraw(seated, actor=seated.person, now=now)
    assert states(cohort) == ["withdrawn", "waiting", "active"]


def test_withdraw_twice_is_once(now):
    enrolment = make_enrolment()
    withdraw(enrolment, actor=enrolment.person, now=now)
    withdraw(enrolment, actor=enrolment.person, now=now)
    assert taken(enrolment.cohort) == 0
    assert AuditEvent.objects.filter(action="enrolment.withdrawn").count() == 1


def test_withdraw_after_completion_is_refused(now):
    enrolment = make_enrolment()
    with transaction.atomic():
        move(enrolment, EnrolmentState.COMPLETED, actor=None, now=now, completed_at=now)
    with pytest.raises(EnrolmentRefused) as refused:
        withdraw(enrolment, actor=enrolment.person, now=now)
    assert refused.value.code == "completed"
    assert taken(enrolment.cohort) == 1


def test_promote_leaves_a_cohort_that_is_over_alone(now):
    cohort = make_cohort(seats=1)
    first, second = enter(cohort, now), enter(cohort, now)
    withdraw(first, actor=first.person, now=now + timedelta(days=60))
    second.refresh_from_db()
    assert second.state == EnrolmentState.WAITING


def test_more_seats_go_to_the_line_in_order(now):
    cohort = make_cohort(seats=1)
    for _ in range(4):
        enter(cohort, now)
    authoring.save_cohort(cohort, actor=None, now=now, seats=3)
    assert states(cohort) == ["active", "active", "active", "waiting"]
    assert taken(cohort) == 3


def test_fewer_seats_than_taken_are_refused_with_the_number(now, settings):
    settings.LANGUAGE_CODE = "en"
    cohort = make_cohort(seats=5)
    enter(cohort, now)
    enter(cohort, now)
    with pytest.raises(EnrolmentRefused) as refused:
        authoring.save_cohort(cohort, actor=None, now=now, seats=1)
    assert str(refused.value) == "2 places are taken. Keep at least as many seats."
    assert (refused.value.field, Cohort.objects.get().seats) == ("seats", 5)


def test_seats_below_those_taken_are_refused_by_the_database(now):
    cohort = make_enrolment().cohort
    with pytest.raises(IntegrityError, match="cohort_seats_not_oversold"), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(seats=0)


def test_approve_gives_a_seat_or_a_place_in_line(now):
    cohort = make_cohort(mode=EnrolmentMode.APPROVAL, seats=1)
    staff = make_staff(centre=cohort.centre)
    for enrolment in [enter(cohort, now), enter(cohort, now)]:
        approve(enrolment, actor=staff, now=now)
    assert states(cohort) == ["active", "waiting"]


def test_approve_twice_is_once(now):
    cohort = make_cohort(mode=EnrolmentMode.APPROVAL)
    staff = make_staff(centre=cohort.centre)
    enrolment = enter(cohort, now)
    approve(enrolment, actor=staff, now=now)
    approve(enrolment, actor=staff, now=now)
    assert taken(cohort) == 1


def test_rejected_person_does_not_come_back_by_herself(now):
    cohort = make_cohort(mode=EnrolmentMode.APPROVAL)
    staff = make_staff(centre=cohort.centre)
    enrolment = enter(cohort, now)
    reject(enrolment, actor=staff, now=now)
    assert enter(cohort, now, enrolment.person).state == EnrolmentState.REJECTED


def test_not_complete_frees_the_seat_and_approve_brings_back(now):
    cohort = make_cohort(seats=1)
    first, second = enter(cohort, now), enter(cohort, now)
    staff = make_staff(centre=cohort.centre)
    not_complete(first, actor=staff, now=now)
    assert states(cohort) == ["not_completed", "active"]
    withdraw(second, actor=staff, now=now)
    approve(first, actor=staff, now=now)
    assert states(cohort) == ["active", "withdrawn"]


def test_move_refuses_what_the_states_do_not_know(now):
    enrolment = make_enrolment()
    with pytest.raises(EnrolmentRefused) as refused, transaction.atomic():
        move(enrolment, EnrolmentState.REJECTED, actor=None, now=now)
    assert refused.value.code == "moved_on"
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE


@pytest.mark.django_db(transaction=True)
def test_move_works_only_inside_a_transaction(now):
    enrolment = make_enrolment()
    with pytest.raises(RuntimeError):
        move(enrolment, EnrolmentState.WITHDRAWN, actor=None, now=now)


def test_every_change_is_an_audit_row(now):
    cohort = make_cohort(seats=1)
    first, second = enter(cohort, now), enter(cohort, now)
    withdraw(first, actor=first.person, now=now)
    rows = AuditEvent.objects.filter(action__startswith="enrolment.").order_by("pk")
    assert [(row.action, row.actor, row.person, row.centre) for row in rows] == [
        ("enrolment.active", first.person, first.person, cohort.centre),
        ("enrolment.waiting", second.person, second.person, cohort.centre),
        ("enrolment.withdrawn", first.person, first.person, cohort.centre),
        ("enrolment.active", None, second.person, cohort.centre),
    ]


def test_letters_are_in_the_language_of_the_person(now):
    cohort = make_cohort(course=make_course(key="rights", lessons=1), seats=1)
    person = make_person(email="a@example.org", language="en")
    enter(cohort, now, person)
    enter(cohort, now, make_person(email="b@example.org", language="ru"))
    withdraw(Enrolment.objects.get(person=person), actor=person, now=now)
    assert [letter.to for letter in mail.outbox] == [["a@example.org"], ["b@example.org"], ["b@example.org"]]
    assert mail.outbox[0].subject == "Your place is confirmed: Course rights"
    assert "Курс rights" in mail.outbox[2].subject
    assert f"http://testserver/my/courses/{cohort.public_id}/" in mail.outbox[0].body


def test_everybody_is_told_when_the_cohort_is_cancelled(now):
    cohort = make_cohort(seats=2)
    gone, _seated, _waiting = (
        enter(cohort, now, make_person(email=f"{n}@example.org", language="en")) for n in range(3)
    )
    withdraw(gone, actor=gone.person, now=now)
    enter(cohort, now, make_person(email="3@example.org", language="ru"))
    mail.outbox.clear()
    for _ in range(2):
        authoring.save_cohort(cohort, actor=None, now=now, is_cancelled=True)
    assert [letter.to for letter in mail.outbox] == [["1@example.org"], ["2@example.org"], ["3@example.org"]]
    assert mail.outbox[0].subject.startswith("The course will not take place: Course ")
    assert states(cohort) == ["withdrawn", "active", "active", "waiting"]


def test_nobody_without_an_address_gets_a_letter(now):
    enter(make_cohort(), now, make_person(email=None))
    assert mail.outbox == []
