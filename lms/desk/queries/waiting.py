"""What waits for the decision of one person, because another has asked for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from certificates.enums import BatchState, Outcome
from certificates.models import IssueBatch, IssueBatchRow, Revocation
from certificates.rules import batches_to_decide, revocations_to_decide
from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.desk import rules

# How long whoever asked is told that it was declined.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """The oldest first; before them those of centres that have no approver of their own but whoever asked or is the holder."""

    batches: list[IssueBatch]
    revocations: list[Revocation]

    def __len__(self) -> int:
        return len(self.batches) + len(self.revocations)


def waiting_for(user: User) -> Waiting:
    """Batches with `people`, how many are in them; both with `is_fallback`. 6 queries, however many wait."""
    batches = batches_to_decide(user).select_related("cohort__centre", "cohort__course", "requested_by")
    people = Count("rows", filter=Q(rows__outcome=Outcome.DRAFTED))
    holders = IssueBatchRow.objects.filter(batch=OuterRef(OuterRef("pk"))).values("enrolment__person")
    revocations = revocations_to_decide(user).select_related(
        "certificate__enrolment__cohort__centre", "certificate__enrolment__person", "requested_by"
    )
    return Waiting(
        batches=list(
            in_turn(batches, "cohort__centre", holder=Q(user__in=holders))
            .annotate(people=people)
            .prefetch_related("cohort__course__texts", "cohort__centre__texts")
        ),
        revocations=list(
            in_turn(
                revocations,
                "certificate__enrolment__cohort__centre",
                holder=Q(user=OuterRef("certificate__enrolment__person")),
            ).prefetch_related("certificate__enrolment__cohort__centre__texts")
        ),
    )


def declined(user: User, *, now: datetime) -> tuple[list[IssueBatch], list[Revocation]]:
    """What this person has asked for and another has lately declined, the newest first. 2 queries."""
    lately = {"requested_by": user, "decided_at__gte": now - TOLD_FOR}
    batches = rules.batches(user).filter(state=BatchState.CANCELLED, **lately).exclude(decided_by=user)
    revocations = Revocation.objects.filter(certificate__in=rules.register(user), agreed=False, **lately)
    return (
        list(batches.select_related("cohort", "decided_by").order_by("-decided_at")),
        list(revocations.exclude(decided_by=user).select_related("certificate", "decided_by").order_by("-decided_at")),
    )


def count_for(user: User) -> int:
    """2 queries."""
    return batches_to_decide(user).count() + revocations_to_decide(user).count()


def in_turn(asked: QuerySet, centre: str, *, holder: Q) -> QuerySet:
    others = approvers_of(OuterRef(centre)).exclude(user=OuterRef("requested_by")).exclude(holder)
    return asked.annotate(is_fallback=~Exists(others)).order_by("-is_fallback", "requested_at", "pk")


def approvers_of(centre) -> QuerySet[Membership]:
    return Membership.objects.filter(role=Role.APPROVER, centre=centre, user__is_active=True)


def has_another_approver(batch: IssueBatch) -> bool:
    """Somebody of the centre itself can decide: neither asked, nor would hold one of them."""
    others = approvers_of(batch.cohort.centre).exclude(user=batch.requested_by_id)
    return others.exclude(user__in=batch.rows.values("enrolment__person")).exists()
