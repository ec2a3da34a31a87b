import uuid
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import F, Q

from courses.enums import AttemptState
from lms.constraints import json_limits, number_limits, text_limits

from .assessment import Assessment
from .enrolment import Enrolment
from .item import ItemVersion

# What a slow network may cost: an answer is taken this long after the deadline, and no longer.
GRACE = timedelta(seconds=20)
LARGEST_REV = 2**63 - 1


class Attempt(models.Model):
    """One sitting of an assessment, frozen at its start: items, order, worth, pass mark, deadline."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sittings")
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState, default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    pass_mark = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    max_score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("n",)
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "assessment", "n"), name="attempt_numbered_once"),
            models.UniqueConstraint(
                fields=("enrolment", "assessment"),
                condition=Q(state=AttemptState.OPEN),
                name="attempt_one_open_at_a_time",
            ),
            models.CheckConstraint(
                name="attempt_finished_has_time",
                condition=Q(state=AttemptState.OPEN) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="attempt_score_in_range",
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=F("max_score")),
            ),
            *number_limits("attempt", n=100_000, pass_mark=100),
        )
        indexes = (
            # Asked for every minute, of a table that grows for years.
            models.Index(fields=("deadline",), condition=Q(state=AttemptState.OPEN), name="attempt_open_by_deadline"),
        )

    def __str__(self) -> str:
        return f"attempt {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and self.deadline is not None and at > self.deadline + GRACE

    @property
    def per_cent(self) -> Decimal | None:
        """0 to 100 with two places; None until it is scored. Rounding never lifts it to a mark that is not reached."""
        if self.score is None or self.max_score is None:
            return None
        exact = 100 * self.score / self.max_score if self.max_score else Decimal(0)
        return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP if self.is_passed else ROUND_DOWN)

    @property
    def is_passed(self) -> bool:
        """Compared exactly, not by the rounded per cent. Where there was nothing to earn, nothing is passed."""
        if self.score is None or not self.max_score:
            return False
        return 100 * self.score >= self.pass_mark * self.max_score


class AttemptSlot(models.Model):
    """One place in an attempt: which version is asked there, its worth, the order of its options."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="slots")
    n = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(default=1)
    option_order = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("n",)
        constraints = (
            models.UniqueConstraint(fields=("attempt", "n"), name="attempt_slot_once"),
            *number_limits("attempt_slot", n=9999, points=1000),
            *json_limits("attempt_slot", option_order=2000),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.n}"


class Response(models.Model):
    """The newest answer in a slot. `value`: `{"options": [ids]}` or `{"text": "..."}`. `rev` only grows.

    Handing in makes it final: from then on triggers keep what was answered, and only the score may change.
    """

    slot = models.OneToOneField(AttemptSlot, models.PROTECT, related_name="response")
    rev = models.PositiveBigIntegerField()
    value = models.JSONField()
    language = models.CharField(max_length=8, blank=True)
    saved_at = models.DateTimeField()
    is_final = models.BooleanField(default=False)
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="response_rev_positive", condition=Q(rev__gte=1)),
            *text_limits("response", language=8),
            *json_limits("response", value=10_000),
        )

    def __str__(self) -> str:
        return f"response {self.slot_id} r{self.rev}"


class ResponseEvent(models.Model):
    """Every accepted save, append-only."""

    slot = models.ForeignKey(AttemptSlot, models.PROTECT, related_name="events")
    rev = models.PositiveBigIntegerField()
    value = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("slot", "rev"), name="response_event_once_per_rev"),
            *json_limits("response_event", value=10_000),
        )

    def __str__(self) -> str:
        return f"{self.slot_id} r{self.rev}"
