"""The web server as an installation runs it: gunicorn, two synchronous workers, a free port of the loopback."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lms.children import PARENT

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
# In seconds: to load the code, and to end in good order.
TO_START, TO_STOP = 60, 15


@dataclass(frozen=True)
class Server:
    port: int
    pid: int


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """The server ends with this context, and with this process however that ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener, log.open("wb") as lines:
        bind = ("--bind", f"fd://{listener.fileno()}", "--workers", str(WORKERS), "--worker-class", "sync")
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:lms.gunicorn_conf", *bind],
            cwd=ROOT,
            env={**environment, PARENT: str(os.getpid())},
            pass_fds=(listener.fileno(),),
            stderr=lines,
        )
        port = listener.getsockname()[1]
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=TO_START).close()
            yield Server(port, server.pid)
        finally:
            stop(server)


def stop(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
