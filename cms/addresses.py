"""Where a page is, in each language, without asking the database more than once."""

from django.conf import settings
from wagtail.models import Page

from cms import freshness


def address(page: Page, language: str = "") -> str:
    """The path of a page's address. The first part of `url_path` is the home page of a language; there is one site."""
    below = page.url_path.split("/", 2)[-1]
    return f"/{language or page.locale.language_code}/{below}"


def language_links(page: Page) -> list[dict]:
    """For the language switch: the page in each language, or the nearest page above it that is translated."""
    found = freshness.kept(("translations", page.pk), lambda: nearest(page)) if page.pk else nearest(page)
    here = page.locale.language_code
    return [
        {"code": code, "name": name, "url": found.get(code, f"/{code}/"), "current": code == here}
        for code, name in settings.LANGUAGES
    ]


def nearest(page: Page) -> dict[str, str]:
    """One query."""
    line = Page.objects.ancestor_of(page, inclusive=True).filter(depth__gt=1).values("translation_key")
    rows = (
        Page.objects.live()
        .filter(translation_key__in=line)
        .order_by("depth")
        .values_list("locale__language_code", "url_path")
    )
    return {language: f"/{language}/{url_path.split('/', 2)[-1]}" for language, url_path in rows}
