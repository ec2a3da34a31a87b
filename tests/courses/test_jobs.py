from datetime import timedelta

import pytest

from courses import jobs
from lms.jobs.registry import schedule
from tests.factories.courses import make_attempt


@pytest.mark.django_db
def test_overdue_attempts_are_handed_in_every_minute(monkeypatch, now):
    attempt = make_attempt(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=2))
    jobs.close_overdue()
    jobs.close_overdue()
    attempt.refresh_from_db()
    assert (attempt.is_open, schedule["courses.close_overdue"]) == (False, timedelta(minutes=1))
