"""The table for people and the list for machines."""

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peer import Recorded

SPEED = ("", "ours", "of each round", "peer x K", "ratio", "to tuned", "")
PAPERS = ("processor time of a certificate", "ours", "of each round", "peer", "ratio", "", "")
WORK = ("processor time of the server", "ours", "of each round", "peer / K", "ratio", "", "")


@dataclass(frozen=True)
class Counted:
    count: int
    per_second: float


@dataclass(frozen=True)
class Round:
    """How many a second, and milliseconds of processor time for one (None where nobody measured)."""

    speed: float
    work: float | None = None


@dataclass(frozen=True)
class Row:
    """What each round gave, beside the peer's figure for this machine. `ratio` says how many times better.

    Some things are only ours to do: then both are None.
    """

    name: str
    rounds: list[float]
    peer: float | None
    unit: str
    more_is_better: bool = True
    tuned: float | None = None

    @property
    def ours(self) -> float:
        return median(self.rounds)

    @property
    def ratio(self) -> float | None:
        if self.peer is None:
            return None
        return self.ours / self.peer if self.more_is_better else self.peer / self.ours

    def facts(self) -> dict:
        figures = {"ours": self.ours, "peer": self.peer, "ratio": self.ratio}
        rounded = {name: None if figure is None else round(figure, 2) for name, figure in figures.items()}
        ratio = rounded.pop("ratio")
        return {"name": self.name} | rounded | {"unit": self.unit, "ratio": ratio}

    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            short(self.ours),
            " ".join(map(short, self.rounds)),
            "" if self.peer is None else short(self.peer),
            "" if self.ratio is None else f"{self.ratio:.1f}x",
            f"{self.ours / self.tuned:.1f}x" if self.tuned else "",
            self.unit,
        )


def speeds(found: dict[Recorded, list[Round]], *, factor: float) -> list[Row]:
    return [
        Row(
            each.name,
            [one.speed for one in rounds],
            each.figure * factor,
            each.unit,
            tuned=each.tuned * factor if each.tuned else None,
        )
        for each, rounds in found.items()
    ]


def works(found: dict[Recorded, list[Round]], *, factor: float) -> list[Row]:
    """Only where the peer's was recorded and ours could be measured in some round."""
    measured = {each: [one.work for one in rounds if one.work is not None] for each, rounds in found.items()}
    return [
        Row(f"{each.name}: processor time", work, each.work / factor, "ms/page", more_is_better=False)
        for each, work in measured.items()
        if each.work and work
    ]


def short(number: float) -> str:
    """Three digits are more than a shared machine can promise."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2g}"


def table(head: tuple[str, ...], rows: list[Row]) -> str:
    lines = [head, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(aligned(cells, widths).rstrip() for cells in lines)


def aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    """Words to the left, numbers to the right."""
    last = len(cells) - 1
    return "  ".join(
        cell.ljust(width) if n in (0, last) else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )


def write(path: Path, rows: list[Row]) -> None:
    """A list of {"name", "ours", "peer", "unit", "ratio"}: scripts rely on these names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([row.facts() for row in rows], indent=2) + "\n", encoding="utf-8")
