"""Is the background work done?"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.jobs.enums import WAITING, JobState, MessageState
from lms.jobs.models import Job, Message, Worker

from .findings import Finding, ok, unfit_for_people, warn

# A worker says that it lives at a third of a lease, and at most every minute or so.
SILENCE = timedelta(seconds=90)
PATIENCE = timedelta(minutes=5)
RECENT = timedelta(days=7)


def workers() -> Iterator[Finding]:
    now = timezone.now()
    seen = Worker.objects.filter(seen_at__gt=now - max(SILENCE, timedelta(seconds=settings.JOBS_LEASE))).count()
    # Celery says that it lives between two jobs only; a job whose lease is renewed says it meanwhile.
    busy = Job.objects.filter(state=JobState.RUNNING, lease_until__gt=now).exists()
    if count := max(seen, int(busy)):
        yield ok(_("Workers alive: %(count)s.") % {"count": count})
        return
    mend = _("Run: python manage.py serve, or: python manage.py worker")
    yield unfit_for_people(_("No worker is alive: letters and certificates wait."), mend)


def waiting_jobs() -> Iterator[Finding]:
    late = Job.objects.filter(state__in=WAITING, run_at__lt=timezone.now() - PATIENCE)
    if count := late.count():
        sentence = _("Jobs that wait for more than five minutes: %(count)s (%(names)s).")
        mend = _("Start a worker, or more of them.")
        yield unfit_for_people(sentence % {"count": count, "names": names(late)}, mend)
    else:
        yield ok(_("No job waits for long."))


def given_up_jobs() -> Iterator[Finding]:
    dead = Job.objects.filter(state=JobState.DEAD)
    if count := dead.count():
        sentence = _("Jobs given up after many attempts: %(count)s (%(names)s).")
        mend = _("Look for their names in the log, mend the cause, then run: python manage.py worker --revive")
        yield warn(sentence % {"count": count, "names": names(dead)}, mend)
    else:
        yield ok(_("No job was given up."))


def refused_letters() -> Iterator[Finding]:
    recent = Message.objects.filter(created_at__gt=timezone.now() - RECENT)
    if count := recent.filter(state=MessageState.REFUSED).count():
        sentence = _("Letters that the mail server refused this week: %(count)s.")
        mend = _("Read its log: an address may be wrong, or this sender may not be allowed.")
        yield warn(sentence % {"count": count}, mend)


def names(jobs) -> str:
    """A few names of jobs, so that a reader knows where to look."""
    return ", ".join(sorted(set(jobs.order_by().values_list("name", flat=True)))[:5])
