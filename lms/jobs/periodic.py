"""What is done again and again: due times, the sweep, and workers' signs of life."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from . import registry
from .enums import WAITING, JobState
from .models import Job, Schedule, Worker
from .outbox import enqueue, ring
from .running import release_expired, waiting

# A waiting job is rung again after its first ring had time to arrive, then once a minute. At most so many at a time.
FIRST_RING = timedelta(seconds=5)
NEXT_RING = timedelta(minutes=1)
RINGS = 500


def sweep(now: datetime) -> None:
    """What every worker does every second or so: safe to run anywhere, at the same time, as often as one likes."""
    release_expired(now)
    enqueue_due(now)
    if settings.BROKER_URL:
        ring_waiting(now)


def enqueue_due(now: datetime) -> list[str]:
    """Enqueue the periodic jobs that are due, each by whoever moves its row first. Returns their names."""
    known = dict(Schedule.objects.values_list("name", "due_at"))
    new = [Schedule(name=name, due_at=now) for name in registry.schedule if name not in known]
    if new:
        Schedule.objects.bulk_create(new, ignore_conflicts=True)
    soon = {name for name, due_at in known.items() if name in registry.schedule and now < due_at <= latest(name, now)}
    return [name for name in registry.schedule if name not in soon and enqueue_once(name, now)]


def latest(name: str, now: datetime) -> datetime:
    """Due later than this it cannot be, unless a clock went wrong and was put right. Twice: clocks never quite agree."""
    return now + 2 * registry.schedule[name]


def enqueue_once(name: str, now: datetime) -> bool:
    is_due = Q(due_at__lte=now) | Q(due_at__gt=latest(name, now))
    with transaction.atomic():
        moved = Schedule.objects.filter(is_due, name=name).update(due_at=now + registry.schedule[name])
        unfinished = Job.objects.filter(name=name, state__in=(*WAITING, JobState.RUNNING))
        if not moved or unfinished.exists():
            return False
        enqueue(name)
        return True


def ring_waiting(now: datetime) -> int:
    """Ring for jobs that nobody took: a lost message, a broker that was away, a later time that has come."""
    forgotten = waiting(now - FIRST_RING).filter(Q(rung_at=None) | Q(rung_at__lte=now - NEXT_RING))
    rung = 0
    for job_id, name in forgotten.values_list("pk", "name")[:RINGS]:
        if not ring(job_id, name):
            break
        Job.objects.filter(pk=job_id).update(rung_at=now)
        rung += 1
    return rung


def sign_of_life(worker: str, *, now: datetime) -> None:
    Worker.objects.update_or_create(
        name=worker, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now}
    )
