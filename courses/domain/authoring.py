"""What trainers, editors and centre staff write: courses, lessons, items, assessments, cohorts.

Each function makes the record or changes it, by its key, and may be called again: what is the same leaves no trace. Only
the columns that are given change. Raises ValidationError for values that cannot be, AuthoringRefused for what may not be
now. `texts` are by language; languages that are not given stay as they are.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from courses.domain.enrolment import locked, promote, refuse_fewer_seats, tell_cancelled
from courses.domain.validation import save
from courses.exceptions import AuthoringRefused
from courses.models import (
    Assessment,
    AssessmentDraw,
    AssessmentItem,
    AssessmentText,
    Cohort,
    Course,
    CourseText,
    ItemBank,
    Lesson,
    LessonText,
)
from lms.accounts import audit
from lms.accounts.models import User

Row = TypeVar("Row", bound=Model)
Texts = Mapping[str, Mapping[str, Any]]


def save_course(key: str, *, actor: User | None, now: datetime, texts: Texts | None = None, **fields) -> Course:
    """`texts`: title, summary, statement."""
    with transaction.atomic():
        course = Course.objects.select_for_update().filter(key=key).first() or Course(key=key)
        changed = write(course, fields)
        changed += write_texts(CourseText, {"course": course}, texts)
        note("course.saved", course, changed, actor=actor, now=now)
        return course


def save_lesson(
    course: Course, *, key: str, actor: User | None, now: datetime, texts: Texts | None = None, **fields
) -> Lesson:
    """`texts`: title."""
    with transaction.atomic():
        rows = Lesson.objects.select_for_update()
        lesson = rows.filter(course=course, key=key).first() or Lesson(course=course, key=key)
        changed = write(lesson, fields)
        changed += write_texts(LessonText, {"lesson": lesson}, texts)
        note("lesson.saved", lesson, changed, actor=actor, now=now)
        return lesson


def save_bank(key: str, *, name: str, course: Course | None, actor: User | None, now: datetime) -> ItemBank:
    with transaction.atomic():
        bank = ItemBank.objects.select_for_update().filter(key=key).first() or ItemBank(key=key)
        changed = write(bank, {"name": name, "course": course})
        note("bank.saved", bank, changed, actor=actor, now=now)
        return bank


def save_assessment(
    course: Course,
    *,
    key: str,
    actor: User | None,
    now: datetime,
    texts: Texts | None = None,
    draws: Iterable[Mapping[str, Any]] | None = None,
    items: Iterable[Mapping[str, Any]] | None = None,
    **fields,
) -> Assessment:
    """`texts`: title, instructions. `draws`: bank, count, tag, difficulty, points. `items`: item, points.

    Open attempts keep what they started with.
    """
    with transaction.atomic():
        rows = Assessment.objects.select_for_update()
        assessment = rows.filter(course=course, key=key).first() or Assessment(course=course, key=key)
        changed = write(assessment, fields)
        changed += write_texts(AssessmentText, {"assessment": assessment}, texts)
        if draws is not None:
            changed += write_list(AssessmentDraw, assessment, draws, "draws")
        if items is not None:
            changed += write_list(AssessmentItem, assessment, items, "items")
        note("assessment.saved", assessment, changed, actor=actor, now=now)
        return assessment


def save_cohort(cohort: Cohort | None = None, *, actor: User | None, now: datetime, **fields) -> Cohort:
    """A new cohort, or changes of one. More seats go to those in line; fewer than are taken are refused with the number.

    When it is cancelled, everybody in it gets a letter.
    """
    with transaction.atomic():
        cohort = locked(cohort) if cohort else Cohort()
        if cohort.pk and "seats" in fields:
            refuse_fewer_seats(cohort, fields["seats"])
        if cohort.pk and fields.get("course", cohort.course) != cohort.course and cohort.enrolments.exists():
            raise AuthoringRefused(
                _("People are enrolled. The course stays as it is."), code="enrolled", field="course"
            )
        changed = write(cohort, fields)
        note("cohort.saved", cohort, changed, actor=actor, now=now, centre=cohort.centre)
        if cohort.is_cancelled and "is_cancelled" in changed:
            tell_cancelled(cohort)
        promote(cohort, now=now)
        return cohort


def write(row: Row, fields: Mapping[str, Any]) -> list[str]:
    """Sets the columns and saves the row if that changes it. Returns what changed; a new row has changed in all."""
    names = {field.name for field in row._meta.concrete_fields if field.editable}
    if unknown := fields.keys() - names:
        raise TypeError(f"{row._meta.model_name} has no {', '.join(sorted(unknown))}")
    changed = [name for name, new in fields.items() if row._state.adding or getattr(row, name) != new]
    for name in changed:
        setattr(row, name, fields[name])
    if row._state.adding or changed:
        save(row)
    return changed


def write_texts(
    model: type[CourseText | LessonText | AssessmentText], owner: Mapping[str, Model], texts: Texts | None
) -> list[str]:
    """The rows of the given languages. Returns the languages whose words changed."""
    rows = {row.language: row for row in model._default_manager.filter(**owner)}
    return [
        f"text {language}"
        for language, words in (texts or {}).items()
        if write(rows.get(language) or model(**owner, language=language), words)
    ]


def write_list(model: type[Model], assessment: Assessment, wanted: Iterable[Mapping[str, Any]], name: str) -> list[str]:
    """Replaces the rows of an assessment's list if they differ. They hold no record: attempts have their own."""
    new = [model(assessment=assessment, **({"position": n} | dict(row))) for n, row in enumerate(wanted)]
    old = list(model._default_manager.filter(assessment=assessment))
    if [content(row) for row in old] == [content(row) for row in new]:
        return []
    model._default_manager.filter(assessment=assessment).delete()
    for row in new:
        save(row)
    return [name]


def content(row: Model) -> list:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key]


def note(action: str, row: Model, changed: list[str], *, actor: User | None, now: datetime, **facts) -> None:
    """An audit row with the names of what changed, if anything did."""
    if changed:
        audit.record(action, actor=actor, now=now, obj=row, changed=changed, **facts)
