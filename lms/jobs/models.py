import uuid

from django.db import models
from django.db.models import F, Q

from lms.constraints import text_limits

from .enums import WAITING, JobState, MessageState


class Job(models.Model):
    """Work promised in a transaction. The row is the truth; a broker only rings.

    `args` holds ids only. Whoever runs it holds it until `lease_until` and renews; `worker` with `attempts` tells this run
    from every other. A `dedupe_key` is used once in a lifetime of the row.
    """

    name = models.CharField(max_length=100)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    dedupe_key = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=100, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dedupe_key",), condition=~Q(dedupe_key=""), name="job_dedupe_key_once"),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state=JobState.RUNNING) | (Q(lease_until__isnull=False) & ~Q(worker="")),
            ),
            *text_limits("job", name=100, worker=100, dedupe_key=200, last_error=100),
        )
        indexes = (
            models.Index(fields=("run_at",), condition=Q(state__in=WAITING), name="job_waiting"),
            models.Index(fields=("lease_until",), condition=Q(state=JobState.RUNNING), name="job_running"),
            models.Index(fields=("name", "state"), name="job_name_state"),
        )

    def __str__(self) -> str:
        return f"job {self.pk} {self.name} {self.state}"


class Schedule(models.Model):
    """When periodic work is due next. One row for all workers, moved on by whoever comes first."""

    name = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField()

    class Meta:
        constraints = (*text_limits("schedule", name=100),)

    def __str__(self) -> str:
        return f"{self.name} due {self.due_at}"


class Worker(models.Model):
    """A process that runs jobs, and when it last said so."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (*text_limits("worker", name=100),)

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """A letter to one address, written in the transaction of what it tells about. Its text is forgotten after 30 days.

    `possible_duplicates` counts the times it was handed over again without knowing what became of the time before; the
    `message_id` is the same each time, so that mailboxes show one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    dedupe_key = models.CharField(max_length=200, blank=True)
    possible_duplicates = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dedupe_key",), condition=~Q(dedupe_key=""), name="message_dedupe_key_once"
            ),
            models.CheckConstraint(
                name="message_sent_has_date", condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False)
            ),
            *text_limits(
                "message",
                message_id=200,
                sender=320,
                recipient=320,
                subject=500,
                text=100_000,
                html=200_000,
                language=10,
                dedupe_key=200,
            ),
        )
        indexes = (
            models.Index(F("created_at").desc(), F("id").desc(), name="message_newest"),
            models.Index(fields=("created_at",), condition=Q(purged_at__isnull=True), name="message_unpurged"),
        )

    def __str__(self) -> str:
        return f"message {self.pk} {self.state}"
