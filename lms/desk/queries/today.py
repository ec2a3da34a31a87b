"""What staff see first: what runs, what begins soon, and what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from certificates.enums import OVER
from certificates.models import IssueBatch
from courses.enums import EnrolmentState
from courses.models import Cohort, Enrolment
from lms.desk.queries.cohorts import CohortRow, counted, dues, with_words

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Today:
    running: list[CohortRow]
    soon: list[CohortRow]
    approvals: list[CohortRow]
    due: list[CohortRow]
    unfinished: list[CohortRow]
    batches: list[IssueBatch]

    @property
    def needs_someone(self) -> bool:
        return bool(self.approvals or self.due or self.unfinished or self.batches)

    def at(self, places: set[int | None]) -> "Today":
        """What staff of these centres are asked to do; None is every centre.

        Taking in, closing and asking for certificates is theirs: whoever only approves is not sent to a closed page.
        """

        def own(rows: list[CohortRow]) -> list[CohortRow]:
            return [row for row in rows if None in places or row.cohort.centre_id in places]

        return replace(self, approvals=own(self.approvals), due=own(self.due), unfinished=own(self.unfinished))

    @property
    def people_pending(self) -> int:
        return sum(row.pending for row in self.approvals)


def today(cohorts: QuerySet[Cohort], *, on: date) -> Today:
    """Of these cohorts. 8 queries, however many there are."""
    shown = Q(starts_on__lte=on + SOON, ends_on__gte=on) | Q(pk__in=asking(cohorts, on=on))
    rows = counted(with_words(cohorts.filter(shown, is_cancelled=False)).order_by("starts_on", "pk"))
    return Today(
        running=[row for row in rows if row.cohort.starts_on <= on <= row.cohort.ends_on],
        soon=[row for row in rows if row.cohort.starts_on > on],
        approvals=[row for row in rows if row.pending],
        due=[row for row in rows if row.due],
        unfinished=[row for row in rows if row.cohort.ends_on < on and row.learning],
        batches=running_batches(cohorts),
    )


def asking(cohorts: QuerySet[Cohort], *, on: date) -> Iterable[int]:
    """Cohorts of any time where somebody waits for staff: 3 queries."""
    enrolments = Enrolment.objects.filter(cohort__in=cohorts).order_by()
    waiting = (
        enrolments.filter(state=EnrolmentState.PENDING),
        enrolments.filter(state=EnrolmentState.ACTIVE, cohort__ends_on__lt=on),
        dues(enrolments).filter(due__gt=0),
    )
    return {cohort for rows in waiting for cohort in rows.values_list("cohort", flat=True).distinct()}


def running_batches(cohorts: QuerySet[Cohort]) -> list[IssueBatch]:
    rows = IssueBatch.objects.filter(cohort__in=cohorts).exclude(state__in=OVER)
    return list(rows.select_related("cohort").order_by("requested_at"))
