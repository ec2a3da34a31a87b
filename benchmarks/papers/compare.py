"""A certificate drawn by us, by TCPDF and by WeasyPrint, one after the other in each round: `python -m benchmarks.papers.compare`.

Each side is a process that goes on: it has loaded its code and its fonts and has drawn before anything is timed.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import ground
from benchmarks.papers import fonts
from benchmarks.report import PAPERS, Row, table
from benchmarks.services import CannotMeasure

HERE = Path(__file__).parent
# TCPDF of Debian's php-tcpdf, or of wherever this says.
TCPDF = Path(os.environ.get("LMS_BENCH_TCPDF", "/usr/share/php/tcpdf"))
# In an environment of its own, so that nothing of ours depends on it.
WEASYPRINT = ground.ROOT / "var" / "weasyprint"
PACKAGES = ("weasyprint==70.0", "segno==1.6.6")
ROUNDS = 5
SECONDS = 2.0


class Task(NamedTuple):
    """What a side is asked for in each round, and for how long (a print file has 500 pages and takes its time)."""

    side: str
    what: str
    seconds: float


TASKS = (
    Task("ours", "draw", SECONDS),
    Task("tcpdf", "draw", SECONDS),
    Task("weasyprint", "draw", SECONDS),
    Task("ours", "print", 0.5),
    Task("ours", "sign", 1.0),
    Task("ours", "seal", 1.0),
)


class Side:
    """A process that answers each order with milliseconds."""

    def __init__(self, name: str, process: subprocess.Popen) -> None:
        self.name, self.process = name, process

    def answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise CannotMeasure(f"{self.name} ended without an answer.")
        return line.strip()

    def measure(self, task: Task) -> float:
        self.process.stdin.write(f"{task.what} {task.seconds}\n")
        self.process.stdin.flush()
        return float(self.answer())


@contextmanager
def side(name: str, command: list[str], environment: Mapping[str, str]) -> Iterator[Side]:
    process = subprocess.Popen(
        command, cwd=ground.ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        found = Side(name, process)
        if found.answer() != "ready":
            raise CannotMeasure(f"{name} is not ready.")
        yield found
    finally:
        process.kill()
        process.communicate()


def compare() -> list[Row]:
    """The rows of the table. Raises CannotMeasure where a side is not installed, or draws another page."""
    folder = ground.FOLDER / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    fonts.make(folder / "fonts")
    environment = ground.surroundings("sqlite:///:memory:", "")
    commands = {
        "ours": [sys.executable, "-m", "benchmarks.papers.ours", str(folder)],
        "tcpdf": ["php", "-d", "memory_limit=-1", str(HERE / "tcpdf.php"), str(tcpdf()), str(folder)],
        "weasyprint": [str(weasyprint()), str(HERE / "weasy.py"), str(folder)],
    }
    with ExitStack() as stack:
        sides = {name: stack.enter_context(side(name, each, environment)) for name, each in commands.items()}
        refuse_another_page(folder)
        refuse_what_is_not_shown(folder)
        found: dict[Task, list[float]] = {task: [] for task in TASKS}
        for n in range(1, ROUNDS + 1):
            for task in TASKS:
                found[task].append(sides[task.side].measure(task))
            said = ", ".join(f"{task.side} {task.what} {times[-1]:.2f}" for task, times in found.items())
            print(f"Round {n}: ms for one: {said}", flush=True)
    return rows({(task.side, task.what): times for task, times in found.items()})


def rows(found: Mapping[tuple[str, str], list[float]]) -> list[Row]:
    drawn = found["ours", "draw"]
    return [
        row("certificate drawn, beside TCPDF", drawn, found["tcpdf", "draw"]),
        row("certificate drawn, beside WeasyPrint", drawn, found["weasyprint", "draw"]),
        row("page of a print file of 500, beside a certificate", found["ours", "print"], drawn, unit="ms/page"),
        row("credential signed", found["ours", "sign"]),
        row("paper sealed (PAdES)", found["ours", "seal"]),
    ]


def row(name: str, ours: list[float], peer: Sequence[float] = (), *, unit: str = "ms/certificate") -> Row:
    return Row(name, ours, median(peer) if peer else None, unit, more_is_better=False)


def tcpdf() -> Path:
    if not (TCPDF / "tcpdf.php").exists():
        raise CannotMeasure(f"There is no TCPDF in {TCPDF} (LMS_BENCH_TCPDF says where).")
    return TCPDF


def weasyprint() -> Path:
    """The Python of the environment that has it; made when it is first asked for, and kept."""
    python, done = WEASYPRINT / "bin" / "python", WEASYPRINT / "installed"
    if not done.exists() or done.read_text() != " ".join(PACKAGES):
        print("Installing WeasyPrint into an environment of its own ...", flush=True)
        venv.create(WEASYPRINT, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", *PACKAGES], check=True)
        done.write_text(" ".join(PACKAGES))
    return python


def refuse_another_page(folder: Path) -> None:
    """All sides must have written the same words."""
    words = {path.stem: words_of(path) for path in sorted(folder.glob("*.pdf"))}
    for name, found in words.items():
        if found != words["ours"]:
            raise CannotMeasure(f"{name} has drawn another page: {sorted(found ^ words['ours'])}")


def refuse_what_is_not_shown(folder: Path) -> None:
    """A font that was cut wrongly still has its words. Poppler says which it cannot draw."""
    for path in sorted(folder.glob("*.pdf")):
        command = ["pdftoppm", "-r", "36", "-png", "-singlefile", str(path), str(path.with_suffix(""))]
        said = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True).stderr
        if said:
            raise CannotMeasure(f"The page of {path.stem} cannot be shown: {said.splitlines()[0]}")


def words_of(path: Path) -> set[str]:
    done = subprocess.run(["pdftotext", str(path), "-"], stdout=subprocess.PIPE, text=True, check=True)
    return set(done.stdout.split())


if __name__ == "__main__":
    try:
        print(table(PAPERS, compare()))
    finally:
        ground.forget()
