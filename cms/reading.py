"""What the pages show beyond their own words. Each function gives the context of one kind of page."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Page

from cms import addresses, freshness, models
from cms.filters import FilterForm
from cms.syllabus import syllabus
from courses.queries.catalogue import CourseFacts, Filters, cohorts_to_come
from courses.queries.catalogue import catalogue as listed

A_PAGE = 20
ON_HOME = 6
NEWS_ON_HOME = 3


@dataclass
class Entry:
    """A course in a list: its page in the reader's language, and the facts of the record."""

    page: Page
    url: str
    facts: CourseFacts


def entries(language: str, filters: Filters) -> list[Entry]:
    """The courses that fit and have a live page in a language, those that start soonest first. 5 queries, 6 at first."""
    pages = freshness.kept(("courses", language), lambda: course_pages(language))
    found = listed(language=language, filters=filters, today=timezone.localdate())
    return [
        Entry(pages[facts.course.pk], addresses.address(pages[facts.course.pk], language), facts)
        for facts in found
        if facts.course.pk in pages
    ]


def course_pages(language: str) -> dict[int, Page]:
    live = models.CoursePage.objects.live().filter(locale__language_code=language).defer("body", "outcomes")
    return {page.course_id: page for page in live}


def home(page, request) -> dict:
    language = page.locale.language_code
    latest = models.NewsPage.objects.live().filter(locale=page.locale_id).defer("body").order_by("-date", "-pk")
    return {
        "entries": entries(language, Filters())[:ON_HOME],
        "news": rows_of(latest[:NEWS_ON_HOME], language),
    }


def catalogue(page, request) -> dict:
    """Filters that nobody could have chosen are ignored; a page number out of range is the nearest one."""
    language = page.locale.language_code
    filters = Filters.of(request.GET)
    found = Paginator(entries(language, filters), A_PAGE).get_page(request.GET.get("page"))
    form = FilterForm(filters, language=language, today=timezone.localdate())
    return {"form": form, "is_filtered": filters != Filters(), "found": found}


def course(page, request) -> dict:
    """A page that was never saved (a first preview) has no record yet, and shows its words alone."""
    if page.course_id is None:
        return {}
    # Never kept: seats come and go.
    cohorts = cohorts_to_come(page.course_id, page.locale.language_code, timezone.localdate())
    return {"syllabus": syllabus(page, request.user, cohorts)}


def news(page, request) -> dict:
    rows = models.NewsPage.objects.live().child_of(page).order_by("-date", "-pk").defer("body")
    found = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return {"found": found, "rows": rows_of(found, page.locale.language_code)}


def rows_of(pages, language: str) -> list[dict]:
    return [{"page": page, "url": addresses.address(page, language)} for page in pages]
