from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from cms import reading, records
from cms.blocks import PLAIN_BLOCKS
from cms.fields import RecordKey
from cms.forms import RecordPageForm
from courses.enums import Access, Level, Subject
from courses.models import Course

from .base import CornerPage, SitePage


class CatalogueIndexPage(CornerPage):
    """The catalogue; the pages of the courses lie below it."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    template = "cms/pages/catalogue.html"
    parent_page_types = ("cms.HomePage",)
    subpage_types = ("cms.CoursePage",)
    max_count_per_parent = 1
    content_panels = [*SitePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | reading.catalogue(self, request)


class CoursePage(SitePage):
    """The words about a course in one language, and a draft of its facts. Publishing writes both into the record.

    The facts are the same in every language: they are edited on the page of the default language alone (or on the
    only page there is), see `records.carries_facts`.
    """

    course = RecordKey(Course, models.PROTECT, related_name="+", editable=False)
    summary = models.TextField(_("summary for the catalogue"), max_length=600, blank=True)
    audience = models.TextField(_("who the course is for"), max_length=600, blank=True)
    outcomes = StreamField(
        [("outcome", CharBlock(label=_("outcome"), max_length=240))],
        verbose_name=_("what the learner will be able to do"),
        blank=True,
    )
    body = StreamField(PLAIN_BLOCKS, verbose_name=_("more about the course"), blank=True)
    statement = models.CharField(
        _("sentence on the certificate"),
        max_length=240,
        blank=True,
        help_text=_("It follows the person's name, for example: has completed the course Azerbaijani for beginners."),
    )
    subject = models.CharField(_("subject"), max_length=16, choices=Subject, default=Subject.LANGUAGE)
    level = models.CharField(_("level"), max_length=4, choices=Level, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours printed on the certificate"), default=0, validators=[MaxValueValidator(2000)]
    )
    access = models.CharField(_("who may read the lessons"), max_length=10, choices=Access, default=Access.OPEN)
    needs_lessons = models.BooleanField(_("all lessons must be marked as done"), default=True)
    needs_hours = models.PositiveSmallIntegerField(
        _("hours of attendance needed"), default=0, validators=[MaxValueValidator(2000)]
    )

    template = "cms/pages/course.html"
    goes_with = ("course",)
    base_form_class = RecordPageForm
    parent_page_types = ("cms.CatalogueIndexPage",)
    subpage_types = ("cms.LessonPage",)
    exclude_fields_in_copy = ["course"]
    facts = ("subject", "level", "hours", "access", "needs_lessons", "needs_hours")
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in facts]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel(name) for name in facts],
            heading=_("Facts"),
            help_text=_("The same in every language. They take effect when the page is published."),
            classname="facts",
        ),
        MultiFieldPanel([FieldPanel("statement")], heading=_("Certificate")),
    ]

    class Meta:
        verbose_name = _("course")

    def make_record(self) -> Course:
        return records.course_of(self)

    def get_context(self, request, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | reading.course(self, request)
