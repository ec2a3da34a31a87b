"""Completed enrolments, ready for their certificate."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from certificates.domain import rendered, run_batch
from certificates.models import IssueBatch
from courses.enums import EnrolmentMode, EnrolmentState, Subject
from courses.models import Cohort, Course, CourseText, Enrolment
from tests.conftest import NOW

from .people import make_centre, make_person

numbers = count(1)
TITLES = {
    "az": "Yeni başlayanlar üçün Azərbaycan dili",
    "en": "Azerbaijani for beginners",
    "ru": "Азербайджанский для начинающих",
}
STATEMENTS = {
    "az": "Yeni başlayanlar üçün Azərbaycan dili kursunu (A1) bitirmişdir",
    "en": "has completed the course Azerbaijani for beginners (A1)",
    "ru": "окончил(а) курс «Азербайджанский для начинающих» (A1)",
}


def make_finished_cohort(
    *, centre=None, mode: str = EnrolmentMode.STAFF, seats: int = 1000, kinds: Sequence[str] = ()
) -> Cohort:
    """Of a course that gives certificates of these kinds; of none named, a completion."""
    n = next(numbers)
    course = Course.objects.create(key=f"finished-{n}", subject=Subject.LANGUAGE, level="A1", hours=40)
    for language, title in TITLES.items():
        CourseText.objects.create(course=course, language=language, title=title, statement=STATEMENTS[language])
    for kind in kinds:
        course.awards.create(kind=kind)
    return Cohort.objects.create(
        course=course,
        centre=centre or make_centre(),
        name=f"A1-{n}",
        language="az",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 11, 20),
        mode=mode,
        seats=seats,
    )


def make_completed(*, cohort: Cohort | None = None, person=None, **over) -> Enrolment:
    cohort = cohort or make_finished_cohort()
    Cohort.objects.filter(pk=cohort.pk).update(taken=cohort.taken + 1)
    cohort.refresh_from_db(fields=["taken"])
    fields = {
        "state": EnrolmentState.COMPLETED,
        "created_at": NOW,
        "changed_at": NOW,
        "completed_at": NOW,
        "final_score": 87,
    }
    return Enrolment.objects.create(cohort=cohort, person=person or make_person(), **(fields | over))


def carry_out(batch: IssueBatch) -> IssueBatch:
    """What the jobs of a batch do: as far as it goes without another person, papers included."""
    run_batch(batch, now=NOW)
    for row in batch.rows.filter(certificate__number__isnull=False).select_related("certificate"):
        rendered(row.certificate)
    batch.refresh_from_db()
    return batch
