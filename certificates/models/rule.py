"""What each kind of certificate asks for, and which kinds a course gives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.enums import Kind
from courses.models import Course
from lms.constraints import number_limits

from .template import Template


class KindRule(models.Model):
    """`months_valid` 0 means for ever. Where no row is, `certificates.domain.rule_of` says what holds."""

    kind = models.CharField(max_length=10, choices=Kind, unique=True)
    second_person = models.BooleanField(_("a second person approves"), default=False)
    months_valid = models.PositiveSmallIntegerField(_("valid for, months"), default=0)

    class Meta:
        constraints = (*number_limits("kind_rule", months_valid=600),)

    def __str__(self) -> str:
        return self.kind


class CourseAward(models.Model):
    """A kind of certificate that completing a course gives, and how it looks. A course without a row gives a completion."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=10, choices=Kind)
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("course", "kind"), name="course_award_once"),)

    def __str__(self) -> str:
        return f"{self.course}: {self.kind}"
