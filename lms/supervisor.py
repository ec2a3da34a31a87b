"""Keep a few programs running: start them, restart what dies, stop them all. For the demo and small installations.

A parent that is itself killed takes its children along (`lms.children`). Children are started by the main thread: the
kernel ties a child to the thread that started it.
"""

import logging
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .children import PARENT

logger = logging.getLogger(__name__)

ASKED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
WATCHED = ASKED | {signal.SIGCHLD}
# After a stop was asked for, children have so long to end in good order; then they are killed. In seconds.
DEADLINE = 12
# Back-off of a child that keeps dying: doubles up to the longest; a child that lived for a while starts afresh.
FIRST_WAIT = 0.5
LONGEST_WAIT = 30
LIVED = 20


@dataclass
class Child:
    """One program and its present process, if it has one. `start_at` is when the next one is due."""

    name: str
    command: list[str]
    cwd: Path
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen | None = None
    started: float = 0
    start_at: float = 0
    wait: float = FIRST_WAIT

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches the parent alone, which then stops everything in order.
        self.process = subprocess.Popen(
            self.command,
            cwd=self.cwd,
            env=os.environ | {PARENT: str(os.getpid())},
            pass_fds=self.pass_fds,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def postpone(self) -> None:
        """Note the end of the process, if there is one, and when to try again."""
        if self.process is None:
            return
        now = time.monotonic()
        self.wait = FIRST_WAIT if now - self.started > LIVED else min(self.wait * 2, LONGEST_WAIT)
        self.start_at = now + self.wait
        logger.warning("%s ended (%s); starting it again.", self.name, self.process.returncode)
        self.process = None

    def signal_group(self, number: int) -> None:
        """A child leads its own session, so its process group is itself and all it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def hold_signals() -> None:
    """From now on they wait to be fetched. Call before any thread starts: one without this would be hit by them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)


def supervise(children: list[Child]) -> None:
    """Run until asked to stop (SIGTERM, SIGINT, SIGHUP); returns when no child is left. Needs `hold_signals` first."""
    try:
        while True:
            start_due(children)
            received = signal.sigtimedwait(WATCHED, until_next(children))
            if received and received.si_signo in ASKED:
                return
            for child in children:
                if child.has_ended():
                    child.postpone()
    finally:
        stop(children)


def start_due(children: list[Child]) -> None:
    for child in children:
        if child.process is None and child.start_at <= time.monotonic():
            child.start()


def until_next(children: list[Child]) -> float:
    """Seconds until a child is to be started. The limit makes up for a signal that two deaths shared."""
    pending = [child.start_at - time.monotonic() for child in children if child.process is None]
    return max(0, min([*pending, 5]))


def stop(children: list[Child]) -> None:
    """SIGTERM for each child, SIGKILL for the groups of those that stay; a second signal kills at once."""
    for child in children:
        if child.process is not None:
            child.process.terminate()
    deadline = time.monotonic() + DEADLINE
    while any(child.process and child.process.poll() is None for child in children):
        received = signal.sigtimedwait(WATCHED, max(0, deadline - time.monotonic()))
        if received is None or received.si_signo in ASKED:
            break
    for child in children:
        child.signal_group(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
