"""The components of every page, as template tags. They are built in: no `{% load %}` is needed.

What each looks like is in `static/css/ui.css`; how to use it in `docs/components.md`.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lms.days import day_in_words, span_in_words

register = template.Library()

RING = '<circle cx="12" cy="12" r="9"/>'
# Drawn on a 24 px grid with one stroke width. Each state has a shape of its own, so that colour never speaks alone.
ICONS: Mapping[str, str] = {
    "ok": RING + '<path d="M8 12.5l2.8 2.8L16 9.5"/>',
    "warn": '<path d="M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.3"/>',
    "stop": RING + '<path d="M5.7 5.7l12.6 12.6"/>',
    "info": RING + '<path d="M12 11v5.5M12 7.5v.3"/>',
    "unknown": RING + '<path d="M9.4 9.3a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 2M12 16.7v.3"/>',
    "open": RING,
    "now": RING + '<circle cx="12" cy="12" r="3.5" fill="currentColor"/>',
    "wait": RING + '<path d="M12 7v5.3l3.3 2"/>',
    "replaced": RING + '<path d="M7.5 12h8.5M12.8 8.5l3.5 3.5-3.5 3.5"/>',
    "locked": '<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "previous": '<path d="M15 5l-7 7 7 7"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.7-6 7.5-6s6.9 2 7.5 6"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "download": '<path d="M12 4v11M7.5 10.8 12 15.3l4.5-4.5M5 20h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "play": RING + '<path d="M10 8.5v7l5.5-3.5z"/>',
    "sound": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.7 7.7 0 0 1 0 11"/>',
    "place": '<path d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "date": '<rect x="4" y="5.5" width="16" height="15" rx="1.5"/><path d="M4 10h16M8.5 3v4.5M15.5 3v4.5"/>',
}
NOTICES = {"info": "info", "ok": "ok", "warn": "warn", "stop": "stop"}
BADGES = {"ok": "ok", "now": "now", "wait": "wait", "open": "open", "warn": "warn", "stop": "stop", "locked": "locked"}
VERDICTS = {"valid": "ok", "expired": "wait", "revoked": "stop", "replaced": "replaced", "unknown": "unknown"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing that goes with a word; screen readers hear the word alone."""
    shape = mark_safe(ICONS[name])  # noqa: S308 - a constant of this file
    return format_html('<svg class="icon icon-{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', name, shape)


@register.simple_tag
def badge(words: str, kind: str = "open") -> SafeString:
    """A state: its word, its shape, its colour. Kinds: ok, now, wait, open, warn, stop, locked."""
    return format_html('<span class="badge badge-{}">{}{}</span>', kind, icon(BADGES[kind]), words)


@register.simple_tag
def progress(done: int, total: int, words: str) -> SafeString:
    """A bar and what it says: `{% progress 4 12 "4 of 12 lessons" %}`."""
    return format_html(
        '<div class="progress"><span>{}</span><progress value="{}" max="{}" aria-label="{}"></progress></div>',
        words,
        done,
        max(total, 1),
        words,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", role: str = "") -> SafeString:
    """Something to know before going on. Kinds: info, ok, warn, stop."""
    context = {"kind": kind, "icon": NOTICES[kind], "title": title, "role": role, "body": content}
    return render_to_string("ui/notice.html", context)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - it is the element's id
    """Opened by any `<a href="..." data-dialog="id">`; without JavaScript that link leads to a page which asks the same."""
    return render_to_string("ui/dialog.html", {"id": id, "title": title, "body": content})


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Nothing here yet: say what to do next."""
    return render_to_string("ui/empty.html", {"title": title, "body": content})


@register.simple_block_tag
def verdict(content: str, state: str, title: str) -> SafeString:
    """What a verification found. States: valid, expired, revoked, replaced, unknown."""
    context = {"state": state, "icon": VERDICTS[state], "title": title, "body": content}
    return render_to_string("ui/verdict.html", context)


@register.simple_block_tag
def audio(content: str, src: str, title: str, size: int | None = None, lang: str = "") -> SafeString:
    """A recording that loads when asked for; the content is its transcript. `size` in bytes."""
    # `strip` forgets that a rendered block is safe.
    transcript = mark_safe(content.strip())  # noqa: S308
    context = {"src": src, "title": title, "size": size, "lang": lang, "transcript": transcript}
    return render_to_string("ui/audio.html", context)


@register.inclusion_tag("ui/file.html")
def file_row(url: str, title: str, size: int | None = None, kind: str = "") -> dict:
    """A file to take away, with its size in bytes and its kind ("PDF")."""
    return {"url": url, "title": title, "size": size, "kind": kind}


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """`23 November 2026`, in the reader's language; nothing for None."""
    return day_in_words(value, language=get_language() or settings.LANGUAGE_CODE) if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """`23 November 2026, 10:00`; nothing for None."""
    return f"{day(value)}, {value:%H:%M}" if value else ""


@register.simple_tag
def days(first: date, last: date) -> str:
    """`{% days cohort.starts_on cohort.ends_on %}`: `2–20 November 2026`"""
    return span_in_words(first, last, language=get_language() or settings.LANGUAGE_CODE)


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context, page: Page, parameter: str = "page") -> dict:
    """Previous, where I am, next; keeps the other parameters of the address."""
    request = context.get("request")
    return {
        "page": page,
        "previous": page.has_previous() and address_of(request, parameter, page.previous_page_number()),
        "next": page.has_next() and address_of(request, parameter, page.next_page_number()),
    }


def address_of(request, parameter: str, number: int) -> str:
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*trail: str, current: str = "") -> dict:
    """The way back: `{% crumbs "/en/" "Home" "/en/courses/" "Courses" current="Azerbaijani (A1)" %}`."""
    return {"links": list(zip(trail[::2], trail[1::2], strict=True)), "current": current}


@register.inclusion_tag("ui/languages.html", takes_context=True)
def languages(context, *, landmark: bool = True) -> dict:
    """Each language by its own name. A page that has an address per language gives `language_links`.

    Shown twice on a page, only the first is a landmark.
    """
    links = context.get("language_links")
    return {
        "links": here_in_each_language(context.get("request")) if links is None else links,
        "landmark": landmark,
    }


def here_in_each_language(request) -> list[dict]:
    """The same address in every language: by its prefix where it has one, else by `?lang=`, which is remembered."""
    current = get_language()
    return [
        {"code": code, "name": name, "url": address_in(request, code), "current": code == current}
        for code, name in settings.LANGUAGES
    ]


def address_in(request, code: str) -> str:
    if request is None or request.method != "GET":
        return f"/{code}/"
    here = request.get_full_path()
    for prefix, _name in settings.LANGUAGES:
        if here.startswith(f"/{prefix}/"):
            return f"/{code}/{here.removeprefix(f'/{prefix}/')}"
    query = request.GET.copy()
    query["lang"] = code
    return f"{request.path}?{query.urlencode()}"
