"""What a certificate looks like: named templates and their numbered versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.enums import Kind, TemplateState
from lms.constraints import json_limits, text_limits


class Template(models.Model):
    """A named look of a certificate."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COURSE)

    class Meta:
        constraints = (*text_limits("template", name=120),)

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """A drawing: `spec` says where each element stands. It never changes once published; one draft a template.

    The shape of `spec` is described in `certificates.layouts`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    spec = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=TemplateState, default=TemplateState.DRAFT)
    rev = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("template", "n"), name="template_version_numbered_once"),
            models.UniqueConstraint(
                fields=("template",), condition=Q(state=TemplateState.DRAFT), name="template_version_one_draft"
            ),
            models.CheckConstraint(
                name="template_version_published_has_date",
                condition=Q(state=TemplateState.DRAFT, published_at__isnull=True)
                | (~Q(state=TemplateState.DRAFT) & Q(published_at__isnull=False)),
            ),
            *json_limits("template_version", spec=200_000),
        )

    def __str__(self) -> str:
        return f"{self.template} v{self.n}"


class Asset(models.Model):
    """A picture of templates, by its content: an emblem, a signature. It lies in the storage `private` and never changes."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (*text_limits("asset", name=120),)

    def __str__(self) -> str:
        return self.name
