"""The register: what has been issued, under which number, and what was printed. Nothing numbered is ever deleted or changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from certificates.enums import UNNUMBERED, CertificateState, Kind, Reason
from courses.models import Enrolment
from lms.accounts.models import Centre

from .key import SigningKey
from .template import TemplateVersion


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


class Certificate(models.Model):
    """A row of the register. `snapshot` holds every printed value; after it nothing reads the profile or the course.

    A draft has a snapshot without number, code and date of issue; it gets them all in the transaction that issues it, and
    from then on a trigger keeps them. `reason` is for staff.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="certificates")
    # The series says it too; here it stands for the indexes that give a centre's newest without sorting.
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    n = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    code = models.CharField(max_length=16, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COURSE)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.DRAFT)
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    drafted_at = models.DateTimeField(default=timezone.now)
    issued_at = models.DateTimeField(null=True, blank=True, db_index=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signing_key = models.ForeignKey(SigningKey, models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Reason, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "n"), name="certificate_number_once"),
            models.UniqueConstraint(
                fields=("enrolment", "kind"),
                condition=Q(state=CertificateState.ISSUED),
                name="certificate_one_live_per_enrolment",
            ),
            models.UniqueConstraint(
                fields=("enrolment", "kind"),
                condition=Q(state=CertificateState.DRAFT),
                name="certificate_one_draft_per_enrolment",
            ),
            models.CheckConstraint(
                name="certificate_numbered_when_issued",
                condition=Q(
                    state__in=UNNUMBERED,
                    series__isnull=True,
                    n__isnull=True,
                    number__isnull=True,
                    code__isnull=True,
                    issued_at__isnull=True,
                )
                | (
                    ~Q(state__in=UNNUMBERED)
                    & Q(
                        series__isnull=False,
                        n__isnull=False,
                        number__isnull=False,
                        code__isnull=False,
                        issued_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="certificate_revoked_has_date",
                condition=~Q(state=CertificateState.REVOKED) | Q(revoked_at__isnull=False),
            ),
        )
        # Each is read backwards, the newest first; many share a moment, hence the key at the end.
        indexes = (
            models.Index(fields=("issued_at", "id"), name="certificate_newest"),
            models.Index(fields=("centre", "issued_at", "id"), name="certificate_newest_of_centre"),
            models.Index(fields=("state", "issued_at", "id"), name="certificate_newest_in_state"),
            models.Index(fields=("kind", "issued_at", "id"), name="certificate_newest_of_kind"),
            models.Index(fields=("valid_until",), name="certificate_ending", condition=Q(valid_until__isnull=False)),
        )

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def is_numbered(self) -> bool:
        return self.state not in UNNUMBERED


class CertificateWord(models.Model):
    """A word of a printed name, folded, so that the register is searched by an index."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="words")
    word = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("certificate", "word"), name="certificate_word_once"),)
        # Compared letter by letter on PostgreSQL, whatever its collation: only so does it find beginnings.
        indexes = (
            models.Index(
                fields=("word", "certificate"),
                opclasses=("varchar_pattern_ops", "int8_ops"),
                name="certificate_word_begins",
            ),
        )

    def __str__(self) -> str:
        return self.word


class CertificateFile(models.Model):
    """What was made of a certificate, in the storage `private`, by content. `kind`: `pdf` the paper, `vc` the credential."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, default="pdf")
    renderer = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, db_index=True)
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


class Share(models.Model):
    """A public address of one certificate that its holder made, and can switch off."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="share")
    token = models.CharField(max_length=32, unique=True)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.certificate_id}"
