"""Celery only rings: `run_job(id)` takes the row as the embedded worker does. Redis or RabbitMQ by LMS_BROKER_URL.

celery -A lms worker            and, once:            celery -A lms beat
"""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

# Longer than any job may take (`lms.jobs.registry.TIME_LIMIT`), or Redis hands a running job's message out again.
VISIBILITY = 3600
# How often lost messages are rung for again and due times looked at, in seconds.
SWEEP = 5

app = Celery("lms")
app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=2,
    broker_transport_options={}
    if settings.BROKER_URL.startswith("amqp")
    else {
        "visibility_timeout": VISIBILITY,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "max_retries": 0,
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_default_queue="jobs",
    timezone="UTC",
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
    beat_schedule={"sweep": {"task": "lms.jobs.sweep", "schedule": SWEEP, "options": {"expires": 2 * SWEEP}}},
)
if settings.BROKER_URL.startswith("amqp"):
    app.conf.update(task_default_queue_type="quorum", broker_native_delayed_delivery_queue_type="quorum")
app.autodiscover_tasks(["lms.jobs"])
