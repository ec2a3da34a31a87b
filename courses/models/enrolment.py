import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.enums import EnrolmentState
from lms.constraints import json_limits, number_limits

from .cohort import Cohort
from .course import Lesson


class Enrolment(models.Model):
    """A person's place in a cohort, one for ever: a withdrawn one is reopened.

    `rule` is copied when it becomes active. `place_in_line` orders those who wait. `hours` is attendance as the centre
    recorded it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=16, choices=EnrolmentState)
    rule = models.JSONField(null=True, blank=True)
    place_in_line = models.PositiveIntegerField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    final_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    transferred_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cohort", "person"), name="enrolment_once_per_cohort"),
            models.UniqueConstraint(fields=("cohort", "place_in_line"), name="enrolment_place_in_line_once"),
            models.CheckConstraint(
                name="enrolment_waiting_has_place_in_line",
                condition=~Q(state=EnrolmentState.WAITING) | Q(place_in_line__isnull=False),
            ),
            models.CheckConstraint(
                name="enrolment_completed_has_date",
                condition=~Q(state=EnrolmentState.COMPLETED) | Q(completed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="enrolment_score_in_range",
                condition=Q(final_score__isnull=True) | Q(final_score__gte=0, final_score__lte=100),
            ),
            *number_limits("enrolment", hours=2000),
            *json_limits("enrolment", rule=2000),
        )

    def __str__(self) -> str:
        return f"enrolment {self.pk} {self.state}"


class LessonCompletion(models.Model):
    """A person has finished a lesson: once, whatever the language or the cohort."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lesson_completions")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "lesson"), name="lesson_completed_once"),)

    def __str__(self) -> str:
        return f"lesson {self.lesson_id} by {self.person_id}"
