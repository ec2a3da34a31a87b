"""Celery only rings: `run_job(id)` takes the row as the embedded worker does. Redis or RabbitMQ by LMS_BROKER_URL.

celery -A lms worker            and, once:            celery -A lms beat
"""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

# Longer than any job may take (`lms.jobs.registry.TIME_LIMIT`), or Redis hands a running job's message out again.
VISIBILITY = 3600
# How often lost messages are rung for again and due times looked at, in seconds.
SWEEP = 5
# A worker takes from each queue in turn: neither a sign-in code nor the sweep waits behind a thousand certificates.
JOBS, URGENT, SWEEPS = "jobs", "urgent", "sweeps"

ON_RABBITMQ = settings.BROKER_URL.startswith(("amqp", "pyamqp"))
REDIS_OPTIONS = {
    "visibility_timeout": VISIBILITY,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 0,
}

app = Celery("lms")
app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    broker_transport_options={} if ON_RABBITMQ else REDIS_OPTIONS,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_queues=[Queue(name, routing_key=name) for name in (JOBS, URGENT, SWEEPS)],
    task_default_queue=JOBS,
    timezone="UTC",
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
    beat_schedule={
        "sweep": {"task": "lms.jobs.sweep", "schedule": SWEEP, "options": {"queue": SWEEPS, "expires": 2 * SWEEP}}
    },
)
app.autodiscover_tasks(["lms.jobs"])


@celeryd_init.connect
@beat_init.connect
def refuse_without_broker(**_facts) -> None:
    """It would wait for ever at a broker in its own memory, and every job with it."""
    if not settings.BROKER_URL:
        raise SystemExit("Set LMS_BROKER_URL, or run `manage.py worker` instead: it needs no broker.")
