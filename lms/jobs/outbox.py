"""Promise work in the caller's transaction; ring for it afterwards."""

import logging
import re
import time
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .registry import find

logger = logging.getLogger(__name__)

# Ids and codes. An address, a name or a sentence does not belong in a job: rows of jobs are kept and looked at.
ID = re.compile(r"[\w.:/+=-]{0,100}", re.ASCII)
# After a broker did not answer, how long this process leaves it in peace; the sweep rings meanwhile. In seconds.
PEACE = 30

_silent_until = 0.0


def enqueue(name: str, *, run_at: datetime | None = None, dedupe_key: str = "", **args):
    """Write a job into the caller's transaction and return its row.

    With a `dedupe_key` that exists, whatever became of that job, the existing row is returned and nothing is written.
    Raises TypeError or ValueError for arguments other than ids, short codes, and lists of them.
    """
    for value in args.values():
        refuse_personal(value)
    job = written(name, args, run_at=run_at, dedupe_key=dedupe_key, now=timezone.now())
    if settings.BROKER_URL and run_at is None:
        transaction.on_commit(lambda: ring(job.pk, name), robust=True)
    return job


def refuse_personal(value) -> None:
    if isinstance(value, list | tuple):
        for each in value:
            refuse_personal(each)
    elif isinstance(value, str):
        if not ID.fullmatch(value):
            raise ValueError("A job takes ids and short codes, no text.")
    elif value is not None and not isinstance(value, int):
        raise TypeError(f"A job takes ids and short codes, not {type(value).__name__}.")


def written(name: str, args: dict, *, run_at: datetime | None, dedupe_key: str, now: datetime):
    Job = apps.get_model("jobs", "Job")  # imported late: apps import this module before their models exist
    job = Job(name=name, args=args, run_at=run_at or now, dedupe_key=dedupe_key, created_at=now)
    if not dedupe_key:
        job.save(force_insert=True)
        return job
    # Waits for another transaction that writes the same key, and leaves the caller's transaction usable.
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.get(dedupe_key=dedupe_key)


def ring(job_id: int, name: str) -> bool:
    """Tell the broker that a job waits. A broker that does not answer costs the caller nothing but this one try."""
    global _silent_until  # noqa: PLW0603 - one clock for the process
    if time.monotonic() < _silent_until:
        return False
    from lms.celery import JOBS, URGENT  # noqa: PLC0415 - without a broker, Celery is never loaded

    from .tasks import run_job  # noqa: PLC0415

    try:
        run_job.apply_async((job_id,), queue=URGENT if find(name).urgent else JOBS, retry=False)
    except Exception as error:  # whatever the transport raises: the row is safe, the sweep rings again
        _silent_until = time.monotonic() + PEACE
        logger.warning("The broker does not answer (%s); the sweep will ring again.", type(error).__name__)
        return False
    return True
