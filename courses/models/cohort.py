import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.enums import EnrolmentMode
from lms.accounts.enums import Language
from lms.accounts.models import Centre
from lms.constraints import json_limits, number_limits, text_limits

from .course import Course


class Cohort(models.Model):
    """One run of a course at a centre: dates, seats, a language of instruction.

    `taken` counts the enrolments that hold a seat; `queued` is the last number given out in the waiting line. Both move
    only in `domain.enrolment`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="cohorts")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language of instruction"), max_length=8, choices=Language)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    enrol_from = models.DateField(_("enrolment opens"), null=True, blank=True)
    enrol_until = models.DateField(_("enrolment closes"), null=True, blank=True)
    mode = models.CharField(_("how people enrol"), max_length=10, choices=EnrolmentMode, default=EnrolmentMode.OPEN)
    seats = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    queued = models.PositiveIntegerField(default=0, editable=False)
    rule = models.JSONField(_("completion rule"), null=True, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(name="cohort_seats_not_oversold", condition=Q(taken__lte=F("seats"))),
            models.CheckConstraint(
                name="cohort_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                name="cohort_enrolment_closes_after_opening",
                condition=Q(enrol_from__isnull=True)
                | Q(enrol_until__isnull=True)
                | Q(enrol_until__gte=F("enrol_from")),
                violation_error_message=_("Enrolment closes before it opens."),
            ),
            *number_limits("cohort", seats=100_000, queued=1_000_000_000),
            *text_limits("cohort", name=80),
            *json_limits("cohort", rule=2000),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def seats_left(self) -> int:
        return self.seats - self.taken

    def last_day_to_enrol(self) -> date:
        return self.enrol_until or self.ends_on
