"""No process outlives the one that started it, however that one ends (Linux: prctl(2), PR_SET_PDEATHSIG)."""

import ctypes
import os
import signal
import sys

# The environment variable in which a supervisor tells its children who it is.
PARENT = "LMS_PARENT"

PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Call in a child: it is killed when `parent` dies, or at once if that has happened already.

    Elsewhere than on Linux it does nothing; children then end when they are stopped in good order only.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def die_with_supervisor() -> None:
    """The first thing a program does that may have been started by one. The supervisor waits for its signals with a
    mask that children inherit: it is taken off here, and signals that came meanwhile arrive now.
    """
    parent = os.environ.pop(PARENT, "")
    if parent:
        die_with(int(parent))
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
