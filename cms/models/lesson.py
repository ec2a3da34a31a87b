from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from cms import lessons, records
from cms.blocks import LESSON_BLOCKS
from cms.fields import RecordKey
from cms.forms import RecordPageForm
from courses.models import Lesson

from .base import SitePage


class LessonPage(SitePage):
    """The words of a lesson in one language. Its order among the lessons is the order of the pages."""

    lesson = RecordKey(Lesson, models.PROTECT, related_name="+", editable=False)
    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(LESSON_BLOCKS, verbose_name=_("lesson"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=0, validators=[MaxValueValidator(600)])
    is_required = models.BooleanField(_("needed to complete the course"), default=True)

    template = "cms/pages/lesson.html"
    goes_with = ("lesson",)
    base_form_class = RecordPageForm
    parent_page_types = ("cms.CoursePage",)
    subpage_types = ()
    exclude_fields_in_copy = ["lesson"]
    facts = ("minutes", "is_required")
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in facts]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel(name) for name in facts],
            heading=_("Facts"),
            help_text=_("The same in every language. They take effect when the page is published."),
            classname="facts",
        ),
    ]

    class Meta:
        verbose_name = _("lesson")

    def make_record(self) -> Lesson:
        return records.lesson_of(self)

    def can_move_to(self, parent) -> bool:
        """What people have done in a lesson counts for its course: it changes its place there and nowhere else."""
        return False

    def serve(self, request, *args, **kwargs):
        """A preview shows the lesson as an enrolled learner sees it; elsewhere the course says who may read."""
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        return lessons.serve(self, request)

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return context | lessons.reading(self, request.user) | {"untranslated": lessons.asked_for(request)}
