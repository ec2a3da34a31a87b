import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import Access, Level, Subject
from lms.accounts.enums import Language
from lms.constraints import json_limits, number_limits, text_limits


class Course(models.Model):
    """A curriculum. Its pages, one a language, live elsewhere and point here.

    `rule` says what completes it: `{"lessons": "all" | "none", "hours": int}` plus every assessment marked `counts`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    subject = models.CharField(_("subject"), max_length=16, choices=Subject)
    level = models.CharField(_("level"), max_length=4, choices=Level, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), default=0)
    access = models.CharField(_("who may read the lessons"), max_length=10, choices=Access, default=Access.OPEN)
    rule = models.JSONField(_("completion rule"), default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            *number_limits("course", hours=2000),
            *json_limits("course", rule=2000),
        )

    def __str__(self) -> str:
        return self.key


class CourseText(models.Model):
    """What letters, the desk and certificates call the course. `statement` follows the person's name on the certificate."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=Language)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    statement = models.CharField(_("sentence on the certificate"), max_length=240, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "language"), name="course_text_once_per_language"),
            *text_limits("course_text", title=160, summary=600, statement=240),
        )

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    """One unit of a course. Its words live on pages that point here. `key` is what items are tagged with."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="lessons")
    key = models.SlugField(_("key"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    is_required = models.BooleanField(_("needed for completion"), default=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("course", "key"), name="lesson_key_once_per_course"),
            *number_limits("lesson", position=9999, minutes=9999),
        )

    def __str__(self) -> str:
        return self.key


class LessonText(models.Model):
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=Language)
    title = models.CharField(_("title"), max_length=160)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lesson", "language"), name="lesson_text_once_per_language"),
            *text_limits("lesson_text", title=160),
        )

    def __str__(self) -> str:
        return self.title
