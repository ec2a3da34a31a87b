import pytest


class Clock:
    """What the views take for now."""

    def __init__(self, now):
        self.now = now


@pytest.fixture(autouse=True)
def clock(monkeypatch, now) -> Clock:
    """The views' clock stands still; setting `clock.now` moves it."""
    stands = Clock(now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: stands.now)
    return stands
