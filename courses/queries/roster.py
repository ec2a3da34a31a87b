"""Who is in a cohort, and what each still lacks. A fixed number of queries for any number of people."""

from dataclasses import dataclass

from courses.enums import SEATED, EnrolmentState
from courses.models import Assessment, Cohort, Enrolment, Lesson
from courses.queries.standing import Outstanding, Standing, standings
from lms.accounts.models import User

# Who decides next stands first.
ORDER = [
    EnrolmentState.APPLIED,
    EnrolmentState.PENDING,
    EnrolmentState.OFFERED,
    EnrolmentState.ACTIVE,
    EnrolmentState.COMPLETED,
    EnrolmentState.NOT_COMPLETED,
    EnrolmentState.WAITING,
    EnrolmentState.REJECTED,
    EnrolmentState.EXPIRED,
    EnrolmentState.WITHDRAWN,
]


@dataclass(frozen=True)
class RosterRow:
    """One person of a cohort."""

    standing: Standing

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def person(self) -> User:
        return self.enrolment.person

    @property
    def is_seated(self) -> bool:
        return self.enrolment.state in SEATED

    @property
    def lessons_done(self) -> int:
        return self.standing.lessons_done

    @property
    def lessons_total(self) -> int:
        return len(self.standing.lessons)

    @property
    def outstanding(self) -> list[Outstanding]:
        """Nothing is outstanding for whoever has completed, whatever the rule says today."""
        return [] if self.enrolment.state == EnrolmentState.COMPLETED else self.standing.outstanding


def roster(cohort: Cohort, *, states: tuple[str, ...] = ()) -> list[RosterRow]:
    """By state, then by name; those in line in their order. 7 queries. `states` empty means all."""
    rows = Enrolment.objects.filter(cohort=cohort).select_related("cohort__course", "person")
    if states:
        rows = rows.filter(state__in=states)
    rows = rows.order_by("place_in_line", "person__name_folded", "person__name", "pk")
    found = [RosterRow(standing) for standing in standings(rows, titles_of=(Lesson, Assessment)).values()]
    return sorted(found, key=lambda row: ORDER.index(EnrolmentState(row.enrolment.state)))
