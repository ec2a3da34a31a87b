"""Cohorts with what staff count in them. The number of queries does not depend on the number of cohorts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Sum, Value, When

from certificates.domain.due import IN_THE_WAY, gives
from certificates.enums import Kind
from certificates.models import Certificate
from courses.enums import EnrolmentState
from courses.models import Cohort, Enrolment

RUNNING, FUTURE, PAST, ALL = "running", "future", "past", "all"


@dataclass(frozen=True)
class CohortRow:
    cohort: Cohort
    counts: dict[str, int]
    due: int

    @property
    def learning(self) -> int:
        return self.counts.get(EnrolmentState.ACTIVE, 0)

    @property
    def completed(self) -> int:
        return self.counts.get(EnrolmentState.COMPLETED, 0)

    @property
    def pending(self) -> int:
        return self.counts.get(EnrolmentState.PENDING, 0)

    @property
    def waiting(self) -> int:
        return self.counts.get(EnrolmentState.WAITING, 0)


def with_words(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With the texts that name the course and the centre."""
    return cohorts.select_related("course", "centre").prefetch_related("course__texts", "centre__texts")


def in_state(cohorts: QuerySet[Cohort], state: str, *, today: date) -> QuerySet[Cohort]:
    """Those that run today, begin later or are over; the nearest first."""
    if state == RUNNING:
        return cohorts.filter(starts_on__lte=today, ends_on__gte=today).order_by("ends_on", "pk")
    if state == FUTURE:
        return cohorts.filter(starts_on__gt=today).order_by("starts_on", "pk")
    if state == PAST:
        return cohorts.filter(ends_on__lt=today).order_by("-ends_on", "-pk")
    return cohorts.order_by("-starts_on", "-pk")


def counted(cohorts: Iterable[Cohort]) -> list[CohortRow]:
    """In the given order. 2 queries."""
    found = list(cohorts)
    ids = [cohort.pk for cohort in found]
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for cohort, state, n in tally(Enrolment.objects.filter(cohort__in=ids), "cohort", "state"):
        states[cohort][state] = n
    due = dict(dues(Enrolment.objects.filter(cohort__in=ids)).values_list("cohort").annotate(n=Sum("due")))
    return [CohortRow(cohort, states[cohort.pk], due.get(cohort.pk, 0)) for cohort in found]


def dues(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Those completed, with `due`: how many kinds of certificates their course gives that they can still be issued."""
    counted = sum((_due(kind) for kind in Kind), start=Value(0))
    return enrolments.filter(state=EnrolmentState.COMPLETED).order_by().annotate(due=counted)


def _due(kind: str) -> Case:
    """1 or 0, as `certificates.domain.due` would say."""
    held = Exists(Certificate.objects.filter(IN_THE_WAY, enrolment=OuterRef("pk"), kind=kind))
    return Case(When(gives(kind) & ~held, then=Value(1)), default=Value(0), output_field=IntegerField())


def tally(enrolments: QuerySet[Enrolment], *columns: str):
    """Tuples of the columns and how many rows share them."""
    return enrolments.order_by().values_list(*columns).annotate(n=Count("pk"))
