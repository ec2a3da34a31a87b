"""The register: what has been issued, under which number, and what was printed. Nothing numbered is ever deleted or changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from lms.accounts.models import Centre

from .enums import BatchState, CertificateState, Kind, Outcome


class Series(models.Model):
    """A run of numbers without gaps: one for a centre, year and kind. `last` moves under a row lock only."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="series")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE)
    prefix = models.CharField(max_length=24, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = (models.UniqueConstraint(fields=("centre", "year", "kind"), name="series_once"),)

    def __str__(self) -> str:
        return self.prefix


class Template(models.Model):
    """A named look of a certificate."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE)

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """Immutable once published. `layout` names a module of `certificates.layouts`, `spec` its settings."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    layout = models.CharField(max_length=40)
    spec = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("template", "n"), name="template_version_numbered_once"),)

    def __str__(self) -> str:
        return f"{self.template} v{self.n}"


class Certificate(models.Model):
    """A row of the register. `snapshot` holds every printed value; after it nothing reads the profile or the course."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="certificates")
    n = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.ISSUED)
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "n"), name="certificate_number_once"),
            models.UniqueConstraint(
                fields=("enrolment", "kind"),
                condition=Q(state=CertificateState.ISSUED),
                name="certificate_one_live_per_enrolment",
            ),
            models.CheckConstraint(
                name="certificate_revoked_has_date",
                condition=~Q(state=CertificateState.REVOKED) | Q(revoked_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class CertificateFile(models.Model):
    """The rendered paper in the storage `private`, by content. Rendering again gives the same bytes."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, default="pdf")
    renderer = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("certificate", "kind", "renderer"), name="certificate_file_once"),
        )

    def __str__(self) -> str:
        return self.storage_key


class CertificateEvent(models.Model):
    """The history of a certificate: append-only, guarded by triggers."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=24)
    facts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.action}"


class IssueBatch(models.Model):
    """Staff asked for the certificates of a cohort. Progress is counted from its rows."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="issue_batches")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.READY)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "issue batches"
        constraints = (
            models.UniqueConstraint(
                fields=("cohort",),
                condition=~Q(state=BatchState.DONE),
                name="issue_batch_one_running_per_cohort",
            ),
        )

    def __str__(self) -> str:
        return f"batch {self.pk}"


class IssueBatchRow(models.Model):
    """What came of one person. `code` and `reason` are the refusal's, the reason in the language of whoever asked."""

    batch = models.ForeignKey(IssueBatch, models.CASCADE, related_name="rows")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.READY)
    code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "enrolment"), name="issue_batch_row_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.enrolment_id} {self.outcome}"

    @property
    def is_about_name(self) -> bool:
        """Refused for something that is mended in the name."""
        return self.code in ("latin_name_missing", "not_drawable", "too_long")
