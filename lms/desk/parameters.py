"""What arrives in an address or a form, read so that nothing can be wrong with it."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 30


def page_of(request: HttpRequest, rows: QuerySet | Sequence, size: int = ROWS) -> Page:
    """The page that `?page=` asks for; what is no page is the nearest one."""
    paginator = Paginator(rows, size)
    return paginator.page(min(max(asked(request), 1), paginator.num_pages))


def asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def key_of(text: str | None) -> UUID | None:
    """A row's public key, or None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
