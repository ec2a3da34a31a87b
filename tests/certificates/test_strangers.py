"""Who asks too often in vain waits, and nobody else."""

import time

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from certificates import strangers
from certificates.strangers import MISSES, WINDOW, may_ask, note_miss


class Clock:
    now = 1_000_000.0


@pytest.fixture
def clock(monkeypatch, tmp_path) -> Clock:
    """A cache of a small installation, which counts by writing anew, and a clock that is set by hand."""
    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    monkeypatch.setattr(strangers, "cache", FileBasedCache(str(tmp_path), {}))
    return clock


def misses(address: str, *, many: int = MISSES) -> None:
    for _ in range(many):
        note_miss(address)


def test_whoever_missed_too_often_waits_for_the_whole_window(clock):
    misses("192.0.2.1")
    clock.now += WINDOW - 1
    assert (may_ask("192.0.2.1"), may_ask("192.0.2.2")) == (False, True)
    clock.now += 2
    assert may_ask("192.0.2.1") is True


def test_a_miss_now_and_then_never_adds_up(clock):
    for _ in range(2 * MISSES):
        note_miss("192.0.2.1")
        clock.now += WINDOW / 3
    assert may_ask("192.0.2.1") is True


@pytest.mark.parametrize(
    ("other", "waits"),
    [("2001:db8:1:2:ffff::9", True), ("2001:db8:1:3::1", False), ("unknown", False), ("", False)],
)
def test_a_household_with_many_addresses_is_one(clock, other, waits):
    misses("2001:db8:1:2::1")
    assert may_ask(other) is not waits


def test_address_of_the_old_kind_is_the_same_in_either_writing(clock):
    misses("::ffff:192.0.2.1")
    assert (may_ask("192.0.2.1"), may_ask("::ffff:192.0.2.2")) == (False, True)
