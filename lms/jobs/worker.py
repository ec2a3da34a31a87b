"""The embedded worker: a few threads that poll the rows. Needs no broker; beside one it is a stand-in."""

import logging
import os
import secrets
import socket
import threading
import time

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from .periodic import sign_of_life, sweep
from .running import give_back, run, waiting_in_turn, without_words

logger = logging.getLogger(__name__)

# How often an idle thread looks for work, in seconds: the wait that a person may notice before a letter leaves.
POLL = 0.2
# How many of the waiting jobs a thread looks at: more than there are threads, since another may be faster.
LOOK = 10
# How long jobs may go on after the worker was asked to stop, before they are given back, in seconds.
GRACE = 8


def new_name() -> str:
    """Never used twice: a worker's name on a job is what tells its run from another's."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker:
    """Runs jobs until it is asked to stop; then finishes what is running, or gives it back."""

    def __init__(self, *, threads: int):
        self.name = new_name()
        self.stopping = threading.Event()
        # One takes what is urgent first, the next everything else first: neither kind waits for the other to be done.
        self.slots = [
            threading.Thread(target=self.take_jobs, args=(n % 2 == 0,), name=f"jobs-{n}", daemon=True)
            for n in range(threads)
        ]

    def work(self, asked_to_stop) -> None:
        """`asked_to_stop(seconds)` waits so long and answers."""
        for slot in self.slots:
            slot.start()
        last_sign = float("-inf")
        stop = False
        while not stop:
            if time.monotonic() - last_sign > settings.JOBS_LEASE / 3:
                last_sign = time.monotonic()
                self.attempt(lambda: sign_of_life(self.name, now=timezone.now()))
            self.attempt(lambda: sweep(timezone.now()))
            stop = asked_to_stop(min(1, settings.JOBS_LEASE / 3))
        self.end()

    def end(self) -> None:
        self.stopping.set()
        deadline = time.monotonic() + GRACE
        for slot in self.slots:
            slot.join(timeout=max(0, deadline - time.monotonic()))
        self.attempt(lambda: give_back(self.name))

    def take_jobs(self, urgent_first: bool) -> None:
        while not self.stopping.is_set():
            if not self.attempt(lambda: self.take_one(urgent_first=urgent_first)):
                self.stopping.wait(POLL)
        connection.close()

    def take_one(self, *, urgent_first: bool) -> bool:
        """Run the first job that nobody else takes. False when there is none."""
        candidates = waiting_in_turn(timezone.now(), urgent_first=urgent_first).values_list("pk", flat=True)
        return any(run(job_id, worker=self.name) for job_id in list(candidates[:LOOK]))

    def attempt(self, step):
        """A database that is away, or whatever else, must not end a thread of the worker: it waits, and looks again."""
        try:
            return step()
        except DatabaseError as error:
            logger.warning("The database does not answer: %s", type(error).__name__)
        except Exception as error:
            logger.error("The worker stumbled: %s", without_words(error))  # noqa: TRY400 - a trace may hold a name
        finally:
            close_old_connections()
        self.stopping.wait(1)
        return None
