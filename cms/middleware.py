"""Whole pages for visitors who are nobody in particular."""

import gzip
import hashlib
import time
from collections import OrderedDict
from contextlib import suppress
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from cms import freshness

# Seats change without a publish: no page shows them older than this.
KEPT_FOR = 50
PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
# Whoever sends one of these may be shown something of her own.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


# Those asked for most lie in the process itself, some 10 MB at most, and need no cache at all.
MOST_IN_PROCESS = 300


class Kept(NamedTuple):
    body: bytes
    packed: bytes
    headers: dict[str, str]
    etag: str
    until: float


class Shelf:
    """Pages from the cache that this process has seen, the most recently asked for last."""

    pages: OrderedDict[str, Kept] = OrderedDict()

    @classmethod
    def get(cls, key: str) -> Kept | None:
        kept = cls.pages.get(key)
        if kept is None or kept.until < time.time():
            return None
        with suppress(KeyError):
            cls.pages.move_to_end(key)
        return kept

    @classmethod
    def put(cls, key: str, kept: Kept | None) -> Kept | None:
        if kept is not None:
            cls.pages[key] = kept
            while len(cls.pages) > MOST_IN_PROCESS:
                cls.pages.popitem(last=False)
        return kept


class PageCacheMiddleware:
    """Answers a plain GET of a content page, without query, session or message, from the cache `pages`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_for_anybody(request):
            return self.get_response(request)
        # Before the content: a page made while somebody publishes is filed under the old token.
        key = key_of(request, freshness.current_token())
        kept = Shelf.get(key) or Shelf.put(key, caches["pages"].get(key))
        if kept is None:
            response = self.get_response(request)
            if not may_be_kept(request, response):
                return response
            kept = keep(response)
            caches["pages"].set(key, kept, KEPT_FOR)
            Shelf.put(key, kept)
        return answer(request, kept)


def is_for_anybody(request) -> bool:
    return (
        request.method == "GET"
        and request.path_info.startswith(PREFIXES)
        and not request.META.get("QUERY_STRING")
        and "HTTP_AUTHORIZATION" not in request.META
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
    )


def may_be_kept(request, response) -> bool:
    """A finished page that sets no cookie, holds no form token, and was not marked as one person's."""
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "private" not in control
        and "no-store" not in control
    )


def key_of(request, token: str) -> str:
    place = f"{request.META.get('HTTP_HOST', '')} {request.path_info} {token}"
    return hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()


def keep(response) -> Kept:
    body = response.content
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {name: text for name, text in response.headers.items() if name != "Content-Length"}
    headers |= {"ETag": etag, "Cache-Control": "no-cache"}
    return Kept(body, gzip.compress(body, 6, mtime=0), headers, etag, until=time.time() + KEPT_FOR)


def answer(request, kept: Kept) -> HttpResponse:
    """Packed where the browser can unpack it; nothing at all where it has the page already."""
    if request.META.get("HTTP_IF_NONE_MATCH") == kept.etag:
        return HttpResponseNotModified(headers=kept.headers)
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(kept.packed, headers=kept.headers | {"Content-Encoding": "gzip"})
    return HttpResponse(kept.body, headers=kept.headers)
