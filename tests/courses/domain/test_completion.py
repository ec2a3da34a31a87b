from decimal import Decimal

import pytest
from django.core import mail

from courses import jobs
from courses.domain import authoring
from courses.domain.completion import complete, complete_lesson, outstanding, record_hours, settle
from courses.enums import Access, EnrolmentState
from courses.exceptions import EnrolmentRefused
from courses.models import Enrolment, LessonCompletion
from lms.accounts.models import AuditEvent
from lms.jobs.models import Job
from tests.factories.courses import make_assessment, make_cohort, make_course, make_enrolment, make_lesson, sit
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


def state(enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).state


def announced() -> list[dict]:
    return list(Job.objects.filter(name="courses.enrolment_completed").values_list("args", flat=True))


def test_complete_lesson_twice_keeps_the_first_date(now):
    lesson, person = make_lesson(), make_person()
    first = complete_lesson(lesson, person=person, now=now)
    again = complete_lesson(lesson, person=person, now=now.replace(year=2027))
    assert (again.pk, again.completed_at, LessonCompletion.objects.count()) == (first.pk, now, 1)


def test_complete_lesson_of_an_enrolled_course_needs_a_place(now):
    lesson = make_lesson(course=make_course(access=Access.ENROLLED))
    with pytest.raises(EnrolmentRefused) as refused:
        complete_lesson(lesson, person=make_person(), now=now)
    assert refused.value.code == "not_enrolled"
    enrolment = make_enrolment(course=lesson.course)
    assert complete_lesson(lesson, person=enrolment.person, now=now).lesson == lesson


def test_last_missing_part_completes_and_announces_once(now):
    course = make_course(lessons=2)
    quiz = make_assessment(course=course)
    enrolment = make_enrolment(course=course, person=make_person(email="a@example.org", language="en"))
    first, second = course.lessons.all()
    complete_lesson(first, person=enrolment.person, now=now)
    sit(enrolment, quiz)
    assert (state(enrolment), announced()) == ("active", [])
    complete_lesson(second, person=enrolment.person, now=now)
    settle(enrolment, now=now)
    assert (state(enrolment), announced()) == ("completed", [{"enrolment_id": enrolment.pk}])
    assert AuditEvent.objects.filter(action="enrolment.completed").count() == 1
    assert mail.outbox[-1].subject.startswith("You completed the course")


def test_outstanding_names_lessons_quizzes_and_hours(now):
    course = make_course(lessons=2, rule={"lessons": "all", "hours": 10})
    quiz = make_assessment(course=course)
    practice = make_assessment(course=course, counts=False)
    make_lesson(course=course, is_required=False, position=3)
    enrolment = make_enrolment(course=course)
    first, second, _optional = course.lessons.all()
    complete_lesson(first, person=enrolment.person, now=now)
    sit(enrolment, quiz, right=False)
    sit(enrolment, practice, right=False)
    record_hours(enrolment, hours=4, actor=make_staff(centre=enrolment.cohort.centre), now=now)
    enrolment.refresh_from_db()
    assert [(each.kind, each.lesson, each.assessment, each.hours) for each in outstanding(enrolment)] == [
        ("lesson", second, None, 0),
        ("assessment", None, quiz, 0),
        ("hours", None, None, 6),
    ]


def test_final_score_is_the_mean_of_the_best_results(now):
    course = make_course()
    first, second = make_assessment(course=course, pass_mark=40), make_assessment(course=course)
    enrolment = make_enrolment(course=course)
    sit(enrolment, first, right=False)
    sit(enrolment, first)
    sit(enrolment, second)
    assert Enrolment.objects.get(pk=enrolment.pk).final_score == Decimal("100.00")


def test_place_of_somebody_who_has_done_everything_is_completed_by_a_job(now):
    course = make_course(lessons=1)
    person = make_person()
    complete_lesson(course.lessons.get(), person=person, now=now)
    enrolment = make_enrolment(course=course, person=person)
    assert enrolment.state == EnrolmentState.ACTIVE
    job = Job.objects.get(name="courses.settle")
    jobs.settle(**job.args)
    jobs.settle(**job.args)
    enrolment.refresh_from_db()
    assert (job.args, enrolment.state) == ({"enrolment_id": enrolment.pk}, EnrolmentState.COMPLETED)
    assert Job.objects.filter(name="courses.enrolment_completed").count() == 1


def test_rule_is_the_one_of_the_day_when_the_place_became_active(now):
    course = make_course(lessons=1, rule={})
    enrolment = make_enrolment(course=course)
    authoring.save_course(course.key, actor=None, now=now, rule={"hours": 9})
    complete_lesson(course.lessons.get(), person=enrolment.person, now=now)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


def test_rule_that_asks_for_nothing_is_left_to_staff(now):
    enrolment = make_enrolment(course=make_course(rule={"lessons": "none"}))
    staff = make_staff(centre=enrolment.cohort.centre)
    assert settle(enrolment, now=now).state == "active"
    assert complete(enrolment, actor=staff, now=now).state == "completed"
    assert complete(enrolment, actor=staff, now=now).state == "completed"
    assert len(announced()) == 1


def test_staff_cannot_complete_what_lacks_something(now):
    enrolment = make_enrolment(course=make_course(lessons=1))
    with pytest.raises(EnrolmentRefused) as refused:
        complete(enrolment, actor=make_staff(centre=enrolment.cohort.centre), now=now)
    assert refused.value.code == "outstanding"


def test_record_hours_completes_when_they_were_the_last_part(now):
    enrolment = make_enrolment(course=make_course(rule={"lessons": "none", "hours": 8}))
    staff = make_staff(centre=enrolment.cohort.centre)
    assert record_hours(enrolment, hours=7, actor=staff, now=now).state == "active"
    assert record_hours(enrolment, hours=8, actor=staff, now=now).state == "completed"
    assert list(AuditEvent.objects.filter(action="enrolment.hours").values_list("facts", flat=True)) == [
        {"hours": 7},
        {"hours": 8},
    ]


@pytest.mark.parametrize("hours", [-1, 2001])
def test_record_hours_refuses_what_cannot_be(now, hours):
    enrolment = make_enrolment()
    with pytest.raises(EnrolmentRefused) as refused:
        record_hours(enrolment, hours=hours, actor=enrolment.person, now=now)
    assert refused.value.field == "hours"


def test_lesson_counts_in_every_cohort_of_the_course(now):
    course = make_course(lessons=1)
    person = make_person()
    first = make_enrolment(cohort=make_cohort(course=course), person=person)
    second = make_enrolment(cohort=make_cohort(course=course), person=person)
    complete_lesson(course.lessons.get(), person=person, now=now)
    assert (state(first), state(second)) == ("completed", "completed")
