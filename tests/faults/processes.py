"""Real processes for the tests that kill them, and how to wait for what they do."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition, timeout: float = 12):
    """What `condition` answers as soon as that is true; fails after so many seconds."""
    deadline = time.monotonic() + timeout
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not in {timeout} s: {condition.__name__}"
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Processes:
    """All that a test starts. They and their descendants carry LMS_VAR in their environment, by which they are found."""

    def __init__(self, var: Path, **environment: str):
        self.var = var
        self.environment = os.environ | environment | {"LMS_VAR": str(var), "PYTHONUNBUFFERED": "1"}
        self.log = (var / "log").open("ab")
        self.started: list[subprocess.Popen] = []

    def start(self, *arguments: str) -> subprocess.Popen:
        """A Python program in the background: `start("manage.py", "worker")`."""
        return self.start_program(sys.executable, *arguments)

    def start_program(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        self.started.append(process)
        return process

    def run(self, *arguments: str, timeout: float = 60) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def migrate(self, template: object) -> None:
        """Unless its database was copied from one that is migrated."""
        if not template:
            self.run("manage.py", "migrate", "-v0", timeout=300)

    def alive(self) -> dict[int, str]:
        """Command lines by process id, of everything that runs with our LMS_VAR."""
        mark = f"LMS_VAR={self.var}".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def named(self, *words: str) -> set[int]:
        """Ids of the processes whose command line has all these words."""
        return {pid for pid, line in self.alive().items() if all(word in line for word in words)}

    def kill_all(self) -> None:
        for pid in self.alive():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.started:
            process.kill()
            process.wait()
        wait_until(lambda: not self.alive())
        self.log.close()


def parents(pids: set[int]) -> set[int]:
    """Those of them whose parent is not among them."""
    return {pid for pid in pids if parent_of(pid) not in pids}


def parent_of(pid: int) -> int:
    stat = Path(f"/proc/{pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])
