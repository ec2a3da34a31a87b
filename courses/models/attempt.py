import uuid

from django.db import models
from django.db.models import F, Q

from courses.enums import AttemptState

from .assessment import Assessment
from .enrolment import Enrolment
from .item import ItemVersion


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
        )

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class AttemptSlot(models.Model):
    """One place in an attempt: which version is asked there, its worth, the order of its options."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="slots")
    n = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(default=1)
    option_order = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("n",)
        constraints = (models.UniqueConstraint(fields=("attempt", "n"), name="attempt_slot_once"),)

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.n}"


class Response(models.Model):
    """The newest answer in a slot. `value`: `{"options": [ids]}` or `{"text": "..."}`. `rev` only grows."""

    slot = models.OneToOneField(AttemptSlot, models.PROTECT, related_name="response")
    rev = models.PositiveBigIntegerField()
    value = models.JSONField()
    language = models.CharField(max_length=8, blank=True)
    saved_at = models.DateTimeField()
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    def __str__(self) -> str:
        return f"response {self.slot_id} r{self.rev}"


class ResponseEvent(models.Model):
    """Every accepted save, append-only."""

    slot = models.ForeignKey(AttemptSlot, models.PROTECT, related_name="events")
    rev = models.PositiveBigIntegerField()
    value = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("slot", "rev"), name="response_event_once_per_rev"),)

    def __str__(self) -> str:
        return f"{self.slot_id} r{self.rev}"
