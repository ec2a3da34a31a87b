from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.domain import authoring
from courses.exceptions import AuthoringRefused
from courses.models import Assessment, AssessmentDraw, Course, CourseText
from lms.accounts.models import AuditEvent
from tests.factories.courses import (
    TODAY,
    make_assessment,
    make_bank,
    make_cohort,
    make_course,
    make_enrolment,
    make_lesson,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def events() -> list[tuple[str, dict]]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", "facts"))


def test_save_course_makes_it_once_and_changes_what_is_given(now):
    author = make_person()
    first = authoring.save_course(
        "law", actor=author, now=now, subject="law", hours=40, texts={"az": {"title": "Hüquq"}}
    )
    again = authoring.save_course("law", actor=author, now=now, hours=30, texts={"ru": {"title": "Право"}})
    course = Course.objects.get()
    assert (first.pk, again.pk, course.subject, course.hours) == (course.pk, course.pk, "law", 30)
    assert dict(CourseText.objects.values_list("language", "title")) == {"az": "Hüquq", "ru": "Право"}
    assert events() == [
        ("course.saved", {"changed": ["subject", "hours", "text az"]}),
        ("course.saved", {"changed": ["hours", "text ru"]}),
    ]


def test_save_course_without_a_change_leaves_no_trace(now):
    course = make_course(key="law", hours=40)
    before = events()
    authoring.save_course("law", actor=None, now=now, hours=40, texts={"az": {"title": "Kurs law"}})
    assert (events(), Course.objects.get()) == (before, course)


def test_save_course_refuses_a_column_that_does_not_exist(now):
    with pytest.raises(TypeError):
        authoring.save_course("law", actor=None, now=now, colour="blue")


@pytest.mark.parametrize(
    ("column", "value"),
    [("hours", 2001), ("hours", -1), ("hours", 2**63), ("subject", "x"), ("level", "Z9"), ("rule", {"x": "y" * 3000})],
)
def test_save_course_refuses_values_that_cannot_be(now, column, value):
    with pytest.raises(ValidationError) as refused:
        make_course(**{column: value})
    assert len(refused.value.messages) >= 1
    assert Course.objects.count() == 0


@pytest.mark.parametrize("title", ["", "x" * 161, "a\0b"])
def test_save_course_refuses_a_title_that_cannot_be(now, title):
    with pytest.raises(ValidationError):
        make_course(texts={"az": {"title": title}})
    assert Course.objects.count() == 0


def test_save_lesson_is_known_by_its_key(now):
    lesson = make_lesson(key="greetings", position=1)
    again = authoring.save_lesson(lesson.course, key="greetings", actor=None, now=now, position=4)
    assert (again.pk, again.position) == (lesson.pk, 4)


def test_save_assessment_replaces_its_draws_only_when_they_differ(now):
    assessment = make_assessment(items=3)
    draw = AssessmentDraw.objects.get()
    same = [{"bank": draw.bank, "count": 3}]
    authoring.save_assessment(assessment.course, key=assessment.key, actor=None, now=now, draws=same)
    assert AssessmentDraw.objects.get() == draw
    other = [{"bank": draw.bank, "count": 2, "tag": "stay"}]
    authoring.save_assessment(assessment.course, key=assessment.key, actor=None, now=now, draws=other)
    assert list(AssessmentDraw.objects.values_list("count", "tag")) == [(2, "stay")]
    assert events()[-1] == ("assessment.saved", {"changed": ["draws"]})


def test_save_assessment_refuses_a_pass_mark_above_a_hundred(now):
    with pytest.raises(ValidationError):
        make_assessment(pass_mark=101)
    assert Assessment.objects.count() == 0


def test_save_cohort_refuses_to_end_before_it_begins(now):
    with translation.override("en"), pytest.raises(ValidationError, match="The last day is before the first day"):
        make_cohort(starts_on=TODAY, ends_on=TODAY - timedelta(days=1))


def test_save_cohort_keeps_the_course_of_the_enrolled(now):
    enrolment = make_enrolment()
    with pytest.raises(AuthoringRefused) as refused:
        authoring.save_cohort(enrolment.cohort, actor=None, now=now, course=make_course())
    assert refused.value.field == "course"


def test_save_cohort_names_the_centre_in_the_audit(now):
    cohort = make_cohort()
    authoring.save_cohort(cohort, actor=None, now=now, seats=30)
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.action, event.centre, event.facts) == ("cohort.saved", cohort.centre, {"changed": ["seats"]})


def test_save_bank_is_known_by_its_key(now):
    bank = make_bank(key="stay")
    assert authoring.save_bank("stay", name="Stay", course=None, actor=None, now=now) == bank
