"""What Celery runs. Late and doubled messages are harmless: the row decides."""

from django.utils import timezone

from lms.celery import app

from . import periodic, running
from .worker import new_name


@app.task(name="lms.jobs.run_job")
def run_job(job_id: int) -> None:
    running.run(job_id, worker=new_name())


@app.task(name="lms.jobs.sweep")
def sweep() -> None:
    now = timezone.now()
    periodic.sign_of_life("celery", now=now)
    periodic.sweep(now)
