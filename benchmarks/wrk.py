"""Pages per second, by wrk: eight connections that ask again as soon as they are answered."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Counted
from benchmarks.services import CannotMeasure

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("rotate.lua")


@dataclass(frozen=True)
class Request:
    """A page, who asks for it (nobody: without cookies and name), and words that show it is the page and not an excuse."""

    path: str
    words: str
    cookies: str = ""
    name: str = ""

    def line(self) -> str:
        return f"{self.cookies}\t{self.name}\t{self.path}\t{self.words}"


def pages(port: int, requests: list[Request], *, seconds: int, folder: Path) -> Counted:
    """Counts right answers only; raises CannotMeasure when there was any other."""
    listed = folder / "requests.txt"
    listed.write_text("\n".join(request.line() for request in requests), encoding="utf-8")
    # A thread for each connection: the script then knows which question an answer belongs to.
    command = ["wrk", f"-t{CONNECTIONS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT)]
    command += [f"http://127.0.0.1:{port}/", "--", str(listed), str(CONNECTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 30)
    found = result(done.stdout)
    if found is None:
        raise CannotMeasure(f"wrk did not run: {done.stdout} {done.stderr}")
    refuse_bad(found)
    return Counted(found["good"], found["good"] / found["microseconds"] * 1_000_000)


def result(output: str) -> dict | None:
    lines = [line for line in output.splitlines() if line.startswith("RESULT ")]
    return json.loads(lines[0].removeprefix("RESULT ")) if lines else None


def refuse_bad(found: dict) -> None:
    bad = {name: found[name] for name in ("wrong_status", "no_name", "other_name", "no_words", "broken") if found[name]}
    if bad or not found["good"]:
        raise CannotMeasure(f"{found['good']} right answers, and {bad}; the first wrong one: {found['example']}")
