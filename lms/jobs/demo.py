"""The demo's mailbox: letters that a real installation would send, to be read by whoever tries the system."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .models import Message

SHOWN = 100

# What else a visitor of the demo needs to get in, such as a current code: each returns (label, value) pairs.
notes: list[Callable[[], list[tuple[str, str]]]] = []


def note(function):
    """Show what this function returns above the letters, each time the page is opened."""
    notes.append(function)
    return function


def refuse_outside_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
@never_cache
def mailbox(request):
    refuse_outside_the_demo()
    shown = [pair for each in notes for pair in each()]
    letters = Message.objects.filter(purged_at=None).order_by("-created_at", "-id").defer("text", "html")[:SHOWN]
    return render(request, "demo/mail.html", {"letters": letters, "notes": shown})


@require_safe
@never_cache
def letter(request, public_id):
    refuse_outside_the_demo()
    found = get_object_or_404(Message, public_id=public_id, purged_at=None)
    return render(request, "demo/letter.html", {"letter": found})
