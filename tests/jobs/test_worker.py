import pytest
from django.db import DatabaseError

from lms.jobs.worker import Worker


@pytest.fixture
def worker(monkeypatch):
    found = Worker(threads=2)
    monkeypatch.setattr(found.stopping, "wait", lambda _seconds: None)
    return found


@pytest.mark.parametrize("error", [DatabaseError, RuntimeError])
@pytest.mark.django_db
def test_a_thread_survives_whatever_goes_wrong_around_a_job(worker, error):
    def step():
        raise error("Leyla Quliyeva")

    assert worker.attempt(step) is None


@pytest.mark.django_db
def test_the_log_says_where_it_stumbled_without_words(worker, caplog):
    def step():
        raise RuntimeError("Leyla Quliyeva")

    worker.attempt(step)
    assert [record.getMessage()[:52] for record in caplog.records] == [
        "The worker stumbled: RuntimeError at test_worker.py:"
    ]


def test_one_thread_prefers_what_is_urgent_and_the_other_the_rest(monkeypatch):
    preferred = []
    monkeypatch.setattr(Worker, "take_jobs", lambda _self, urgent_first: preferred.append(urgent_first))
    for slot in Worker(threads=2).slots:
        slot.start()
        slot.join()

    assert preferred == [True, False]
