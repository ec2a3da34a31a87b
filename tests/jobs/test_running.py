from datetime import timedelta

import pytest
from django.utils import timezone

from lms.jobs import enqueue, register, running
from lms.jobs.enums import JobState
from lms.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    """After everything that was enqueued by the real clock."""
    return timezone.now() + timedelta(seconds=1)


def test_claim_is_won_once(later):
    job = enqueue("tests.note")

    first = running.claim(job.pk, worker="one", now=later)
    second = running.claim(job.pk, worker="two", now=later)

    assert (first.worker, first.attempts, first.lease_until) == ("one", 1, later + running.lease())
    assert second is None


def test_claim_leaves_a_job_of_later(later):
    job = enqueue("tests.note", run_at=later + timedelta(minutes=1))

    assert running.claim(job.pk, worker="one", now=later) is None


def test_finish_is_refused_to_a_worker_that_lost_its_job(later):
    job = enqueue("tests.note")
    slow = running.claim(job.pk, worker="slow", now=later)
    running.release_expired(later + running.lease())
    running.claim(job.pk, worker="quick", now=later + running.lease())

    assert running.finish(slow, now=later) is False
    assert running.renew(slow, now=later) is False
    assert Job.objects.get(pk=job.pk).worker == "quick"


def test_a_worker_that_claims_its_own_lost_job_is_another_run(later):
    job = enqueue("tests.note")
    before = running.claim(job.pk, worker="one", now=later)
    running.release_expired(later + running.lease())
    running.claim(job.pk, worker="one", now=later + running.lease())

    assert running.finish(before, now=later) is False


def test_renew_keeps_a_job_from_being_released(later):
    job = running.claim(enqueue("tests.note").pk, worker="one", now=later)
    running.renew(job, now=later + timedelta(seconds=10))

    assert running.release_expired(later + running.lease()) == 0


def test_run_marks_a_job_done(handlers):
    seen = []
    register("tests.note")(lambda *, note_id: seen.append(note_id))
    job = enqueue("tests.note", note_id=7)

    assert running.run(job.pk, worker="one") is True
    assert seen == [7]
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_run_does_nothing_the_second_time(handlers):
    seen = []
    register("tests.note")(lambda *, note_id: seen.append(note_id))
    job = enqueue("tests.note", note_id=7)
    running.run(job.pk, worker="one")

    assert running.run(job.pk, worker="two") is False
    assert seen == [7]


def test_run_keeps_the_words_of_an_error_out_of_row_and_log(handlers, caplog):
    @register("tests.broken")
    def broken():
        raise ValueError("Leyla Quliyeva, leyla@example.org")

    job = enqueue("tests.broken")
    running.run(job.pk, worker="one")

    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.last_error) == (JobState.FAILED, "ValueError")
    assert "Leyla" not in caplog.text
    assert "failed: ValueError at test_running.py:" in caplog.text


def test_run_survives_a_handler_that_tries_to_exit(handlers):
    """As a management command does: the thread that ran it must live on."""

    @register("tests.exits")
    def exits():
        raise SystemExit(1)

    job = enqueue("tests.exits")
    running.run(job.pk, worker="one")

    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.last_error) == (JobState.FAILED, "SystemExit")


@pytest.mark.parametrize(("urgent_first", "names"), [(True, ["urgent", "slow"]), (False, ["slow", "urgent"])])
def test_what_is_urgent_does_not_queue_behind_the_rest_nor_the_rest_behind_it(handlers, later, urgent_first, names):
    register("slow")(print)
    register("urgent", urgent=True)(print)
    for name in sorted(names, reverse=urgent_first):
        enqueue(name)
    enqueue(names[-1])

    found = running.waiting_in_turn(later, urgent_first=urgent_first).values_list("name", flat=True)
    assert list(found) == [names[0], names[1], names[1]]


def test_fail_waits_twice_as_long_each_time(later):
    job = enqueue("tests.note")
    waits = []
    moment = later
    for _attempt in range(3):
        taken = running.claim(job.pk, worker="one", now=moment)
        running.fail(taken, "ValueError", now=moment)
        due = Job.objects.get(pk=job.pk).run_at
        waits.append((due - moment).total_seconds())
        moment = due

    assert waits == [5, 10, 20]


def test_fail_gives_up_after_the_attempts_of_the_handler(handlers, later):
    register("tests.note", attempts=1)(print)
    job = running.claim(enqueue("tests.note").pk, worker="one", now=later)

    running.fail(job, "ValueError", now=later)

    assert Job.objects.get(pk=job.pk).state == JobState.DEAD


def test_run_of_an_unknown_job_leaves_it_to_a_newer_worker():
    job = enqueue("tests.of_the_next_release")
    running.run(job.pk, worker="one")

    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.last_error) == (JobState.FAILED, "UnknownJob")


def test_release_gives_up_a_job_that_killed_every_worker(handlers, later):
    register("tests.note", attempts=2)(print)
    job = enqueue("tests.note")
    moment = later
    for _attempt in range(2):
        running.claim(job.pk, worker="one", now=moment)
        moment += running.lease()
        running.release_expired(moment)

    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.last_error) == (JobState.DEAD, "WorkerLost")


def test_release_lets_a_job_wait_that_killed_its_worker_again(later):
    """The first time it may have been anything; the second time the others come first."""
    job = enqueue("tests.note")
    waits = []
    moment = later
    for _attempt in range(3):
        running.claim(job.pk, worker="one", now=moment)
        moment += running.lease()
        running.release_expired(moment)
        due = Job.objects.get(pk=job.pk).run_at
        waits.append(max(0, (due - moment).total_seconds()))
        moment = max(moment, due)

    assert waits == [0, 10, 20]


def test_give_back_does_not_count_the_attempt(later):
    job = running.claim(enqueue("tests.note").pk, worker="one", now=later)
    running.give_back("one")

    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.attempts) == (JobState.READY, 0)


def test_revive_gives_a_fresh_start(handlers, later):
    register("tests.note", attempts=1)(print)
    job = running.claim(enqueue("tests.note").pk, worker="one", now=later)
    running.fail(job, "ValueError", now=later)

    assert running.revive() == 1
    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.attempts) == (JobState.READY, 0)
