"""What can be done, by name, and what is done again and again. Filled by each app's `jobs.py` at start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Handler:
    name: str
    run: Callable[..., object]
    attempts: int
    time_limit: timedelta


handlers: dict[str, Handler] = {}
schedule: dict[str, timedelta] = {}


def register(name: str, *, attempts: int = 10, time_limit: timedelta = timedelta(minutes=30)):
    """Make a function the handler of the jobs of that name.

    It takes ids by keyword and may be run twice, also at the same time. After `attempts` failures the job is given up. A
    worker that spends more than `time_limit` on one job is taken for stuck and ends itself.
    """

    def keep(function):
        if name in handlers:
            raise ValueError(f"There are two handlers for {name!r}.")
        handlers[name] = Handler(name=name, run=function, attempts=attempts, time_limit=time_limit)
        return function

    return keep


def every(name: str, *, attempts: int = 10, **interval: int):
    """Declare that a job of that name is due every so often: `minutes=1`. As a decorator it registers the handler too.

    However many workers there are, it is enqueued once each time, and not while the one before is unfinished. A missed
    time is made up for once, not as often as it was missed.
    """
    schedule[name] = timedelta(**interval)
    return register(name, attempts=attempts)


def wait_after(name: str, attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time; periodic work at most until its next time."""
    longest = min(LONGEST_WAIT, schedule.get(name, LONGEST_WAIT))
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), longest)
