"""What can be done, by name, and what is done again and again. Filled by each app's `jobs.py` at start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
ATTEMPTS = 10
TIME_LIMIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Handler:
    name: str
    run: Callable[..., object]
    attempts: int
    time_limit: timedelta
    urgent: bool = False


class UnknownJob(LookupError):
    """Nobody here handles jobs of that name; a worker of a newer release may."""


handlers: dict[str, Handler] = {}
schedule: dict[str, timedelta] = {}


def find(name: str) -> Handler:
    """The handler of that name. Raises UnknownJob only when it is run, so that an unknown job has limits as well."""
    return handlers.get(name) or Handler(name, unknown, attempts=ATTEMPTS, time_limit=TIME_LIMIT)


def unknown(**args) -> None:
    raise UnknownJob


def urgent_names() -> list[str]:
    return [name for name, handler in handlers.items() if handler.urgent]


def register(name: str, *, attempts: int = ATTEMPTS, time_limit: timedelta = TIME_LIMIT, urgent: bool = False):
    """Make a function the handler of the jobs of that name.

    It takes ids by keyword and may be run twice, also at the same time. After `attempts` failures the job is given up. A
    worker that spends more than `time_limit` on one job is taken for stuck and ends itself. `urgent`: somebody sits and
    waits for it, so it does not queue behind the certificates of a whole class.
    """

    def keep(function):
        if name in handlers:
            raise ValueError(f"There are two handlers for {name!r}.")
        handlers[name] = Handler(name, function, attempts=attempts, time_limit=time_limit, urgent=urgent)
        return function

    return keep


def every(name: str, *, attempts: int = ATTEMPTS, **interval: int):
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
