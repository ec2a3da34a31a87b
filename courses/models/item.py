import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import ItemType
from lms.accounts.enums import Language
from lms.constraints import json_limits, number_limits, text_limits

from .course import Course


class ItemBank(models.Model):
    """Where items of one topic are kept; a course may own several."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="banks")

    class Meta:
        constraints = (*text_limits("item_bank", name=120),)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A question over all its versions and languages."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.ForeignKey(ItemBank, models.PROTECT, related_name="items")
    key = models.SlugField(_("key"), max_length=60)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=1)
    article = models.CharField(_("article of law"), max_length=40, blank=True)
    is_retired = models.BooleanField(_("no longer drawn"), default=False)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=("bank", "key"), name="item_key_once_per_bank"),
            *number_limits("item", difficulty=9),
            *text_limits("item", article=40),
            *json_limits("item", tags=2000),
        )

    def __str__(self) -> str:
        return self.key


class ItemVersion(models.Model):
    """What is asked and what is right. Immutable once an attempt has frozen it; a change of key is the next version.

    `spec` has the shape that the type's module in `courses.item_types` says. `texts` hold the words: prompt, option
    texts by id, feedback.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    type = models.CharField(max_length=24, choices=ItemType)
    spec = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "n"), name="item_version_numbered_once"),
            *json_limits("item_version", spec=20_000),
        )

    def __str__(self) -> str:
        return f"{self.item} v{self.n}"


class ItemText(models.Model):
    """The words of a version in one language; a mended typo is the next revision.

    An attempt shows the newest revision that is not younger than its start.
    """

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8, choices=Language)
    revision = models.PositiveIntegerField(default=1)
    prompt = models.TextField(max_length=2000)
    options = models.JSONField(default=dict, blank=True)
    feedback = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "language", "revision"), name="item_text_revision_once"),
            *text_limits("item_text", prompt=2000, feedback=2000),
            *json_limits("item_text", options=40_000),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.language} r{self.revision}"
