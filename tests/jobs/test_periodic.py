from datetime import timedelta

import pytest
from django.utils import timezone

from lms.jobs import enqueue, every, periodic, register, running
from lms.jobs.enums import JobState
from lms.jobs.models import Job, Worker
from lms.jobs.registry import schedule, wait_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutely(handlers):
    from lms.jobs import registry

    registry.schedule.clear()
    every("tests.minutely", minutes=1)(lambda: None)


@pytest.fixture
def start():
    return timezone.now() + timedelta(seconds=1)


def test_enqueue_due_begins_at_once(minutely, start):
    assert periodic.enqueue_due(start) == ["tests.minutely"]
    assert Job.objects.get().name == "tests.minutely"


def test_enqueue_due_is_done_once_each_time_by_many_workers(minutely, start):
    periodic.enqueue_due(start)
    running.run(Job.objects.get().pk, worker="one")

    assert periodic.enqueue_due(start + timedelta(seconds=59)) == []
    assert periodic.enqueue_due(start + timedelta(seconds=60)) == ["tests.minutely"]
    assert periodic.enqueue_due(start + timedelta(seconds=60)) == []


def test_enqueue_due_makes_up_for_a_long_rest_once(minutely, start):
    periodic.enqueue_due(start)
    running.run(Job.objects.get().pk, worker="one")

    periodic.enqueue_due(start + timedelta(hours=5))
    periodic.enqueue_due(start + timedelta(hours=5))

    assert Job.objects.filter(state=JobState.READY).count() == 1


def test_enqueue_due_waits_for_the_one_before(minutely, start):
    periodic.enqueue_due(start)

    assert periodic.enqueue_due(start + timedelta(minutes=2)) == []
    assert Job.objects.count() == 1


def test_enqueue_due_recovers_from_a_clock_that_was_years_ahead(minutely, start):
    """A machine came up in 2036 and set the next time there; then its clock was put right."""
    periodic.enqueue_due(start + timedelta(days=3650))
    running.run(Job.objects.get().pk, worker="one")
    Job.objects.update(state=JobState.DONE, finished_at=start)

    assert periodic.enqueue_due(start) == ["tests.minutely"]
    assert periodic.enqueue_due(start) == []


def test_enqueue_due_bears_clocks_that_do_not_quite_agree(minutely, start):
    periodic.enqueue_due(start + timedelta(seconds=50))
    running.run(Job.objects.get().pk, worker="one")
    Job.objects.update(state=JobState.DONE, finished_at=start)

    assert periodic.enqueue_due(start) == []


def test_periodic_work_is_retried_at_its_next_time_at_the_latest(minutely):
    assert wait_after("tests.minutely", 9) == timedelta(minutes=1)
    assert wait_after("tests.other", 9) == timedelta(minutes=21, seconds=20)
    assert wait_after("tests.other", 99) == timedelta(hours=1)


def test_every_declares_without_a_handler(handlers):
    from lms.jobs import registry

    every("tests.hourly", hours=1)
    register("tests.hourly")(print)

    assert registry.schedule["tests.hourly"] == timedelta(hours=1)


def test_every_name_that_is_due_has_a_handler(handlers):
    assert [name for name in schedule if name not in handlers] == []


def test_sweep_returns_the_jobs_of_a_dead_worker(minutely, start):
    job = enqueue("tests.note")
    running.claim(job.pk, worker="dead", now=start)

    periodic.sweep(start + running.lease())

    assert Job.objects.get(pk=job.pk).state == JobState.READY


def test_ring_waiting_leaves_alone_what_was_just_rung(start, monkeypatch):
    rung = []
    monkeypatch.setattr(periodic, "ring", lambda job_id, _name: rung.append(job_id) or True)
    job = enqueue("tests.note")
    moments = [0, 6, 11, 66, 67]

    counts = [periodic.ring_waiting(start + timedelta(seconds=moment)) for moment in moments]

    assert counts == [0, 1, 0, 1, 0]
    assert rung == [job.pk, job.pk]


def test_sweep_rings_at_once_for_the_jobs_of_a_dead_worker(minutely, start, monkeypatch, settings):
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    rung = []
    monkeypatch.setattr(periodic, "ring", lambda job_id, _name: rung.append(job_id) or True)
    job = enqueue("tests.note")
    running.claim(job.pk, worker="dead", now=start)

    periodic.sweep(start + running.lease())

    assert job.pk in rung


def test_sign_of_life_keeps_one_row_for_each_worker(now):
    periodic.sign_of_life("one", now=now)
    periodic.sign_of_life("one", now=now + timedelta(seconds=10))

    row = Worker.objects.get()
    assert (row.started_at, row.seen_at) == (now, now + timedelta(seconds=10))
