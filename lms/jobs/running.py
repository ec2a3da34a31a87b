"""Run a job: take it, keep it while working, say how it ended. Every step is one conditional UPDATE, on both databases."""

import logging
import os
import threading
import time
import traceback
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Case, F, Value, When
from django.utils import timezone, translation

from .enums import WAITING, JobState
from .models import Job
from .registry import find, urgent_names, wait_after

logger = logging.getLogger(__name__)

# Exit code of a worker that ends itself because one job took too long.
STUCK = 70


def lease() -> timedelta:
    return timedelta(seconds=settings.JOBS_LEASE)


def waiting(now: datetime):
    """Jobs that may be taken now, the longest due first."""
    return Job.objects.filter(state__in=WAITING, run_at__lte=now).order_by("run_at", "pk")


def waiting_in_turn(now: datetime, *, urgent_first: bool):
    """The same with the urgent ones before all others, or after them."""
    turn = Case(When(name__in=urgent_names(), then=Value(0 if urgent_first else 2)), default=Value(1))
    return waiting(now).order_by(turn, "run_at", "pk")


def mine(job: Job):
    """The row, while it is still this run's: same worker, same attempt, not finished, not given to another."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)


def claim(job_id: int, *, worker: str, now: datetime) -> Job | None:
    """Take a waiting job, or None if somebody else has it. Of many claims at the same time one wins."""
    taken = waiting(now).filter(pk=job_id).order_by()
    if not taken.update(state=JobState.RUNNING, worker=worker, lease_until=now + lease(), attempts=F("attempts") + 1):
        return None
    return Job.objects.filter(pk=job_id, state=JobState.RUNNING, worker=worker).first()


def renew(job: Job, *, now: datetime) -> bool:
    return bool(mine(job).update(lease_until=now + lease()))


def finish(job: Job, *, now: datetime) -> bool:
    """Done. False if the job was given to another meanwhile: then that run speaks for it."""
    return bool(mine(job).update(state=JobState.DONE, finished_at=now, lease_until=None, last_error=""))


def fail(job: Job, error: str, *, now: datetime) -> bool:
    """Try again later, or give up after as many attempts as its handler allows. `error` is the name of a class."""
    if job.attempts >= find(job.name).attempts:
        return bool(mine(job).update(state=JobState.DEAD, finished_at=now, lease_until=None, last_error=error[:100]))
    again = now + wait_after(job.name, job.attempts)
    return bool(
        mine(job).update(state=JobState.FAILED, run_at=again, rung_at=None, lease_until=None, last_error=error[:100])
    )


def give_back(worker: str) -> int:
    """A worker that stops in good order leaves its unfinished jobs to the next, without counting the attempt."""
    unfinished = Job.objects.filter(state=JobState.RUNNING, worker=worker)
    return unfinished.update(state=JobState.READY, rung_at=None, lease_until=None, attempts=F("attempts") - 1)


def release_expired(now: datetime) -> int:
    """Jobs whose worker died go back to the queue, the first time at once; those that have killed enough are given up."""
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lte=now)
    released = 0
    for job in expired:
        dead = {"state": JobState.DEAD, "finished_at": now}
        # Whatever it was that died with the first worker: a job that kills each one must not keep the others from working.
        again = job.run_at if job.attempts <= 1 else now + wait_after(job.name, job.attempts)
        ready = {"state": JobState.READY, "rung_at": None, "run_at": again}
        ending = dead if job.attempts >= find(job.name).attempts else ready
        released += mine(job).filter(lease_until__lte=now).update(lease_until=None, last_error="WorkerLost", **ending)
    return released


def revive() -> int:
    """Given-up jobs get a fresh start."""
    dead = Job.objects.filter(state=JobState.DEAD)
    return dead.update(state=JobState.READY, attempts=0, run_at=timezone.now(), finished_at=None)


def run(job_id: int, *, worker: str) -> bool:
    """Run one job if it is still to be had. Errors of the handler end in the row, without their texts."""
    job = claim(job_id, worker=worker, now=timezone.now())
    if job is None:
        return False
    with renewing(job):
        try:
            with translation.override(settings.LANGUAGE_CODE):
                find(job.name).run(**job.args)
        except (Exception, SystemExit) as error:  # whatever a handler raises, it is tried again
            fail(job, type(error).__name__, now=timezone.now())
            logger.warning("Job %s (%s) failed: %s", job.pk, job.name, without_words(error))
        else:
            finish(job, now=timezone.now())
    return True


def without_words(error: BaseException) -> str:
    """What and where, for a log: an exception's text may carry a name or an address, so it is left out."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_ours(frame.filename)]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-3:]))
    return f"{type(error).__name__} at {places}"


def is_ours(filename: str) -> bool:
    return filename.startswith(str(settings.BASE_DIR)) and "site-packages" not in filename


@contextmanager
def renewing(job: Job):
    """Renew the lease at a third of its length for as long as the block runs."""
    over = threading.Event()
    thread = threading.Thread(target=keep, args=(job, over), name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def keep(job: Job, over: threading.Event) -> None:
    end = time.monotonic() + find(job.name).time_limit.total_seconds()
    try:
        while not over.wait(settings.JOBS_LEASE / 3):
            if time.monotonic() > end:
                logger.error("Job %s (%s) takes longer than it may; this worker ends itself.", job.pk, job.name)
                os._exit(STUCK)
            if not renewed(job):
                return
    finally:
        connection.close()


def renewed(job: Job) -> bool:
    """False once the job is somebody else's. A database that is away for a moment is asked again next time."""
    try:
        return renew(job, now=timezone.now())
    except DatabaseError as error:
        logger.warning("Could not renew the lease of job %s: %s", job.pk, type(error).__name__)
        connection.close()
        return True
