"""How long the processors worked for the server: its workers, their database connections and the cache.

Pages per second fall when somebody else works on the machine; this hardly does. Linux only, and only for what runs here.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import psycopg
import redis

TICK = os.sysconf("SC_CLK_TCK")
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Meter:
    def __init__(self, *, server: int, database: str, cache: str) -> None:
        self.server = server
        self.database = psycopg.connect(database, autocommit=True)
        self.cache = redis.Redis.from_url(cache) if cache else None

    def read(self) -> dict[object, float]:
        """Seconds that each process has worked since it began."""
        backends = [pid for (pid,) in self.database.execute(BACKENDS)]
        found: dict[object, float] = {pid: seconds(pid) for pid in children(self.server)}
        found |= {pid: seconds(pid) for pid in backends if name(pid) == "postgres"}
        if self.cache:
            facts = self.cache.info("cpu")
            found["cache"] = facts["used_cpu_sys"] + facts["used_cpu_user"]
        return found


def worked(before: Mapping[object, float], after: Mapping[object, float]) -> float | None:
    """Seconds between two readings; None when a process ended meanwhile and took its count along."""
    if before.keys() - after.keys():
        return None
    return sum(after.values()) - sum(before.values())


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def name(pid: int) -> str:
    """What a process is called; nothing where it runs on another machine or is gone."""
    path = Path(f"/proc/{pid}/comm")
    return path.read_text().strip() if path.exists() else ""


def seconds(pid: int) -> float:
    """User and system time; the fields are counted from behind the name, which may hold anything."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
