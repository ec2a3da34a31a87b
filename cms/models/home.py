from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms import reading
from cms.blocks import PLAIN_BLOCKS

from .base import CornerPage, SitePage


class HomePage(CornerPage):
    """The front page of a language: what this is in one sentence, and the ways in."""

    lead = models.TextField(_("what this is, in one or two sentences"), max_length=300, blank=True)
    body = StreamField(PLAIN_BLOCKS, verbose_name=_("text"), blank=True)

    template = "cms/pages/home.html"
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("cms.CatalogueIndexPage", "cms.InformationPage", "cms.NewsIndexPage")
    content_panels = [*SitePage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | reading.home(self, request)
