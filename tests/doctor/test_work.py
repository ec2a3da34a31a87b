"""Whether the background work is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.doctor import Level, work
from lms.jobs import enqueue, mail
from lms.jobs.enums import JobState, MessageState
from lms.jobs.models import Job, Message, Worker
from tests.doctor.conftest import levels


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "level"), [(10, Level.OK), (600, Level.FAIL)])
def test_workers(real, seconds, level):
    seen = timezone.now() - timedelta(seconds=seconds)
    Worker.objects.create(name="one", started_at=seen, seen_at=seen)

    assert levels(work.workers) == [level]


@pytest.mark.django_db
def test_a_worker_that_is_busy_for_long_is_alive(real):
    enqueue("tests.note")
    Job.objects.update(state=JobState.RUNNING, worker="one", lease_until=timezone.now() + timedelta(seconds=20))

    assert levels(work.workers) == [Level.OK]


@pytest.mark.django_db
def test_jobs_that_wait_for_long_are_named(real):
    enqueue("tests.note", run_at=timezone.now() - timedelta(minutes=6))

    (finding,) = work.waiting_jobs()
    assert (finding.level, finding.sentence) == (
        Level.FAIL,
        "Jobs that wait for more than five minutes: 1 (tests.note).",
    )


@pytest.mark.django_db
def test_jobs_given_up_are_named(real):
    enqueue("tests.note")
    Job.objects.update(state=JobState.DEAD)

    (finding,) = work.given_up_jobs()
    assert (finding.level, finding.sentence) == (Level.WARN, "Jobs given up after many attempts: 1 (tests.note).")


@pytest.mark.django_db
def test_refused_letters_are_counted():
    mail.post("leyla@example.org", subject="Your place", text="Good day")
    Message.objects.update(state=MessageState.REFUSED)

    assert levels(work.refused_letters) == [Level.WARN]
