"""Rows that have served: deleted or emptied when nobody needs them any more. May run at any time, and again."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q

from .enums import JobState
from .models import Job, Message, Worker

# A done job with a dedupe key guards against a repetition, so it stays longer.
DONE = timedelta(days=2)
DONE_WITH_KEY = timedelta(days=90)
DEAD = timedelta(days=90)
WORKER = timedelta(days=1)
LETTER = timedelta(days=30)


def purge(*, now: datetime) -> None:
    purge_jobs(now)
    purge_letters(now)
    Worker.objects.filter(seen_at__lt=now - WORKER).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def purge_jobs(now: datetime) -> int:
    served = Q(state=JobState.DONE, dedupe_key="", finished_at__lt=now - DONE)
    guarded = Q(state=JobState.DONE, finished_at__lt=now - DONE_WITH_KEY)
    given_up = Q(state=JobState.DEAD, finished_at__lt=now - DEAD)
    return Job.objects.filter(served | guarded | given_up).delete()[0]


def purge_letters(now: datetime) -> int:
    """The row stays (that something was sent, and its key); what it said, and to whom, goes."""
    old = Message.objects.filter(purged_at=None, created_at__lt=now - LETTER)
    return old.update(recipient="", subject="", text="", html="", purged_at=now)
