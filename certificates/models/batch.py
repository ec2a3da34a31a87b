"""Staff ask for certificates: checked one by one, approved where a second person must, issued in the background."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certificates.enums import OVER, BatchState, Kind, Outcome, Purpose
from courses.models import Cohort, Enrolment
from lms.constraints import text_limits

from .register import Certificate


class IssueBatch(models.Model):
    """Certificates of one kind for people of one cohort. Progress is counted from its rows.

    `declined_because` is for staff: what another than whoever asked said when she ended it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="issue_batches")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.ISSUE)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.CHECKING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "issue batches"
        constraints = (
            models.UniqueConstraint(
                fields=("cohort", "kind"),
                condition=Q(purpose=Purpose.ISSUE) & ~Q(state__in=OVER),
                name="issue_batch_one_running_per_cohort",
            ),
            models.CheckConstraint(
                name="issue_batch_approved_by_another",
                condition=Q(decided_by__isnull=True) | Q(state=BatchState.CANCELLED) | ~Q(decided_by=F("requested_by")),
            ),
            *text_limits("issue_batch", declined_because=300),
        )

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in OVER


class IssueBatchRow(models.Model):
    """What came of one person. `code` and `reason` are the refusal's, the reason in the language of whoever asked."""

    batch = models.ForeignKey(IssueBatch, models.CASCADE, related_name="rows")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.READY)
    code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="batch_rows")
    replaces = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "enrolment"), name="issue_batch_row_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.enrolment_id} {self.outcome}"

    @property
    def is_about_name(self) -> bool:
        """Refused for something that is mended in the name."""
        return self.code in ("latin_name_missing", "not_drawable", "too_long")
