"""Addresses that lead to pages."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms import addresses, fast, freshness
from cms.models import LessonPage


def page(request, path: str):
    """The live page at an address, found in two queries; what is not found there is left to Wagtail's own search.

    Wagtail asks twice for each part of an address, and nearly half of the time of a page goes into that. Everything
    after the search, with its hooks and view restrictions, is Wagtail's.
    """
    token = freshness.current_token()
    if quick := fast.kept(request):
        return quick
    found = page_at(path, get_language())
    if isinstance(found, LessonPage) and (quick := fast.built(request, found, token)):
        return quick
    if found is not None:
        request._wagtail_route_for_request = RouteResult(found)
    try:
        return serve(request, path)
    except Http404:
        moved_to = new_address(request)
        if moved_to is None:
            raise
        return redirect(moved_to)


def new_address(request) -> str | None:
    """Where the page went that was here before an author changed its address. Wagtail writes that down.

    Not for ever, whatever Wagtail says: an address that is changed back would send browsers round in circles.
    """
    old = get_redirect(request, Redirect.normalise_path(request.path))
    page = old.redirect_page if old else None
    return addresses.address(page) if page and page.live else None


def page_at(path: str, language: str) -> Page | None:
    """The page with everything its template will ask for. Where it stands is kept; itself it is read anew."""
    found = freshness.kept(("place", language, path), lambda: place_of(path, language))
    if found is None:
        # Not kept: whoever asks for what is not there chooses the addresses.
        freshness.Known.rows.pop(("place", language, path), None)
        return None
    pk, model = found
    return model.objects.live().select_related("locale", *getattr(model, "goes_with", ())).filter(pk=pk).first()


def place_of(path: str, language: str) -> tuple[int, type[Page]] | None:
    parts = path.strip("/").split("/") if path.strip("/") else []
    rows = Page.objects.live().filter(locale__language_code=language, depth=2 + len(parts))
    rows = rows.filter(slug=parts[-1]) if parts else rows
    for row in rows.only("url_path", "content_type"):
        if row.url_path.split("/", 2)[2].strip("/") == "/".join(parts):
            return row.pk, row.cached_content_type.model_class()
    return None


@require_safe
def lesson(request, public_id):
    """The lesson's page in the language of the address, or in a language it exists in, which the page then says."""
    pages = LessonPage.objects.live().filter(lesson__public_id=public_id).select_related("locale").defer("body")
    found = {each.locale.language_code: each for each in pages}
    asked = get_language()
    for language in (asked, "az", "en", *found):
        if language in found:
            url = addresses.address(found[language], language)
            return redirect(url if language == asked else f"{url}?untranslated={asked}")
    raise Http404
