"""What a Moodle did on two such cores, and how this machine compares with that one.

Its figures were taken once, at concurrency 8, as whole-page requests of a signed-in student: nginx, php-fpm with opcache,
PostgreSQL 15, one course of 30 pages of about 800 words, a quiz of 20 single-choice items. `tuned` is the same with its
two cheapest settings changed (persistent database connections, no look at the files' dates); `work` is the processor time
of its server for one page, in milliseconds. Certificates were drawn by its certificate plugin.
"""

import hashlib
import time
from dataclasses import dataclass

# Rounds of PBKDF2-HMAC-SHA256 that one core of that machine did in a second.
ROUNDS = 4_000_000


@dataclass(frozen=True)
class Recorded:
    name: str
    unit: str
    figure: float
    tuned: float | None = None
    work: float | None = None


LESSON = Recorded("lesson page, signed in", "pages/s", 30, tuned=40.1, work=62)
COURSE = Recorded("course page, signed in", "pages/s", 18.5, tuned=22.8, work=98)
DASHBOARD = Recorded("dashboard, signed in", "pages/s", 26, tuned=30.4, work=75)
QUIZ = Recorded("quiz page of 20 items, signed in", "pages/s", 19, work=95)
FRONT = Recorded("front page, anonymous", "pages/s", 52, tuned=78.4, work=37)
ATTEMPT = Recorded("whole attempt in 7 requests", "attempts/s", 3.7, tuned=4.51)
CERTIFICATE = Recorded("certificates drawn in one process", "certificates/s", 5.2)


def factor(rounds: int = 1_000_000) -> float:
    """How fast one core here is, counted in cores there; the best of three, as whoever else works here only takes away."""
    return rounds / min(seconds_for(rounds) for _ in range(3)) / ROUNDS


def seconds_for(rounds: int) -> float:
    began = time.perf_counter()
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", rounds)
    return time.perf_counter() - began
