from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms import reading
from cms.blocks import PLAIN_BLOCKS

from .base import CornerPage, SitePage


class InformationPage(SitePage):
    """A page of words: help, rights, contacts. Pages may lie below it."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(PLAIN_BLOCKS, verbose_name=_("text"), blank=True)

    template = "cms/pages/information.html"
    parent_page_types = ("cms.HomePage", "cms.InformationPage")
    subpage_types = ("cms.InformationPage",)
    content_panels = [*SitePage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("information page")


class NewsIndexPage(CornerPage):
    """The list of news, newest first."""

    template = "cms/pages/news_index.html"
    parent_page_types = ("cms.HomePage",)
    subpage_types = ("cms.NewsPage",)
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request, *args, **kwargs) -> dict:
        return super().get_context(request, *args, **kwargs) | reading.news(self, request)


class NewsPage(SitePage):
    date = models.DateField(_("date"), default=timezone.localdate)
    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(PLAIN_BLOCKS, verbose_name=_("text"), blank=True)

    template = "cms/pages/news.html"
    parent_page_types = ("cms.NewsIndexPage",)
    subpage_types = ()
    content_panels = [*SitePage.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("news")
