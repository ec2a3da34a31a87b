from contextlib import suppress

import pytest
from django.db import transaction

from lms.jobs import enqueue, outbox
from lms.jobs.enums import JobState
from lms.jobs.models import Job

# Nothing listens on port 1: every ring is refused at once.
DEAF_BROKER = "redis://127.0.0.1:1/0"


@pytest.fixture
def deaf_broker(settings, monkeypatch):
    from lms.celery import app

    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    monkeypatch.setattr(app.conf, "broker_url", DEAF_BROKER)
    settings.BROKER_URL = DEAF_BROKER


@pytest.mark.django_db
def test_enqueue_writes_a_waiting_row():
    job = enqueue("tests.note", note_id=7)

    row = Job.objects.get(pk=job.pk)
    assert (row.name, row.args, row.state, row.attempts) == ("tests.note", {"note_id": 7}, JobState.READY, 0)


@pytest.mark.django_db(transaction=True)
def test_enqueue_belongs_to_the_transaction_of_the_caller():
    with suppress(ZeroDivisionError), transaction.atomic():
        enqueue("tests.note", note_id=7)
        1 / 0  # noqa: B018

    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_enqueue_with_the_same_key_writes_one_row():
    first = enqueue("tests.note", dedupe_key="note:7", note_id=7)
    second = enqueue("tests.note", dedupe_key="note:7", note_id=7)

    assert second.pk == first.pk
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_enqueue_without_a_key_writes_a_row_each_time():
    enqueue("tests.note", note_id=7)
    enqueue("tests.note", note_id=7)

    assert Job.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["leyla@example.org", "Leyla Quliyeva", "Лейла", {"name": 1}, 1.5, [["a b"]]])
def test_enqueue_refuses_what_is_no_id(value):
    with pytest.raises((TypeError, ValueError)):
        enqueue("tests.note", value=value)

    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_survives_a_broker_that_does_not_answer(deaf_broker, caplog):
    with transaction.atomic():
        enqueue("tests.note", note_id=7)

    assert Job.objects.get().state == JobState.READY
    assert [record.name for record in caplog.records] == ["lms.jobs.outbox"]


@pytest.mark.django_db(transaction=True)
def test_ring_leaves_a_broker_in_peace_that_did_not_answer(deaf_broker, caplog):
    outbox.ring(1, "tests.note")
    outbox.ring(2, "tests.note")

    assert len([record for record in caplog.records if record.name == "lms.jobs.outbox"]) == 1


@pytest.mark.parametrize(("name", "queue"), [("jobs.send_mail", "urgent"), ("tests.note", "jobs")])
def test_ring_calls_urgent_work_by_another_queue(monkeypatch, name, queue):
    from lms.jobs import tasks

    called = []
    monkeypatch.setattr(outbox, "_silent_until", 0.0)
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda args, **options: called.append((args, options["queue"])))

    assert outbox.ring(7, name) is True
    assert called == [((7,), queue)]
