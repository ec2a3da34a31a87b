from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.jobs import mail, purging
from lms.jobs.enums import JobState
from lms.jobs.models import Job, Message, Worker

pytestmark = pytest.mark.django_db


def make_job(*, state=JobState.DONE, key="", finished_at):
    return Job.objects.create(
        name="tests.note",
        state=state,
        dedupe_key=key,
        run_at=finished_at,
        created_at=finished_at,
        finished_at=finished_at,
    )


@pytest.mark.parametrize(
    ("state", "key", "days", "left"),
    [
        (JobState.DONE, "", 1, 1),
        (JobState.DONE, "", 3, 0),
        (JobState.DONE, "note:7", 3, 1),
        (JobState.DONE, "note:7", 91, 0),
        (JobState.DEAD, "", 3, 1),
        (JobState.READY, "", 91, 1),
    ],
)
def test_purge_deletes_jobs_that_have_served(state, key, days, left, now):
    make_job(state=state, key=key, finished_at=now - timedelta(days=days))

    purging.purge(now=now)

    assert Job.objects.count() == left


def test_purge_forgets_what_a_letter_said_after_30_days(now):
    message = mail.post("leyla@example.org", subject="Your place", text="Good day, Leyla", dedupe_key="place:7")
    Message.objects.update(created_at=now - timedelta(days=30, seconds=1))

    purging.purge(now=now)

    row = Message.objects.get(pk=message.pk)
    assert (row.recipient, row.subject, row.text, row.html, row.purged_at) == ("", "", "", "", now)
    assert row.dedupe_key == "place:7"


def test_purge_keeps_younger_letters(now):
    mail.post("leyla@example.org", subject="Your place", text="Good day, Leyla")
    Message.objects.update(created_at=now - timedelta(days=29))

    purging.purge(now=now)

    assert Message.objects.get().text == "Good day, Leyla"


def test_purge_forgets_workers_of_yesterday(now):
    Worker.objects.create(name="old", started_at=now, seen_at=now - timedelta(days=2))
    Worker.objects.create(name="young", started_at=now, seen_at=now)

    purging.purge(now=now)

    assert [worker.name for worker in Worker.objects.all()] == ["young"]


def test_purge_forgets_sessions_that_are_over(now):
    for days in (-1, 1):
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=f"key{days}", session_data="", expire_date=expires)

    purging.purge(now=now)

    assert [session.session_key for session in Session.objects.all()] == ["key1"]
