import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import Review
from lms.accounts.enums import Language
from lms.constraints import number_limits, text_limits

from .course import Course, Lesson
from .item import Item, ItemBank


class Assessment(models.Model):
    """A quiz or an examination: a rule over item banks. `minutes` and `attempts` 0 mean no limit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="assessments")
    key = models.SlugField(_("key"), max_length=60)
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, blank=True, related_name="assessments")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, per cent"), default=60)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    minutes = models.PositiveSmallIntegerField(_("time limit, minutes"), default=0)
    shuffle = models.BooleanField(_("shuffle items and options"), default=True)
    review = models.CharField(_("what learners see afterwards"), max_length=8, choices=Review, default=Review.ANSWERS)
    counts = models.BooleanField(_("must be passed to complete the course"), default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("course", "key"), name="assessment_key_once_per_course"),
            *number_limits("assessment", position=9999, pass_mark=100, attempts=1000, minutes=1440),
        )

    def __str__(self) -> str:
        return self.key


class AssessmentText(models.Model):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=Language)
    title = models.CharField(_("title"), max_length=160)
    instructions = models.TextField(_("instructions"), max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "language"), name="assessment_text_once_per_language"),
            *text_limits("assessment_text", title=160, instructions=1000),
        )

    def __str__(self) -> str:
        return self.title


class AssessmentItem(models.Model):
    """An item of the fixed list."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="fixed_items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "item"), name="assessment_item_once"),
            *number_limits("assessment_item", position=9999, points=1000),
        )

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.item_id}"


class AssessmentDraw(models.Model):
    """`count` items drawn by chance from a bank, optionally of one tag or difficulty."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="draws")
    bank = models.ForeignKey(ItemBank, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()
    tag = models.CharField(max_length=60, blank=True)
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            *number_limits("assessment_draw", count=500, difficulty=9, points=1000, position=9999),
            *text_limits("assessment_draw", tag=60),
        )

    def __str__(self) -> str:
        return f"{self.count} of {self.bank_id}"
