"""Taking a certificate back: one person asks, another decides."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certificates.enums import Reason
from lms.constraints import text_limits

from .register import Certificate


class Revocation(models.Model):
    """`agreed` is None until a second person has decided. `note` and `declined_because` are for staff and never public."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="revocations")
    reason = models.CharField(max_length=16, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",), condition=Q(agreed__isnull=True), name="revocation_one_open_a_certificate"
            ),
            models.CheckConstraint(
                name="revocation_by_two_persons",
                condition=~Q(agreed=True) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("requested_by"))),
            ),
            *text_limits("revocation", note=500, declined_because=300),
        )

    def __str__(self) -> str:
        return f"{self.certificate}: {self.reason}"
