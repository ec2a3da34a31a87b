"""The table for people and the list for machines."""

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.peer import Recorded

HEAD = ("", "ours", "of each round", "peer x K", "ratio", "to tuned", "")


@dataclass(frozen=True)
class Row:
    """What each round gave, beside the peer's figure scaled to this machine."""

    recorded: Recorded
    rounds: list[float]
    factor: float

    @property
    def ours(self) -> float:
        return median(self.rounds)

    @property
    def peer(self) -> float:
        return self.recorded.figure * self.factor

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    def facts(self) -> dict:
        figures = {"ours": round(self.ours, 2), "peer": round(self.peer, 2)}
        return {"name": self.recorded.name} | figures | {"unit": self.recorded.unit, "ratio": round(self.ratio, 2)}

    def cells(self) -> tuple[str, ...]:
        tuned = self.recorded.tuned
        return (
            self.recorded.name,
            short(self.ours),
            " ".join(map(short, self.rounds)),
            short(self.peer),
            f"{self.ratio:.1f}x",
            f"{self.ours / (tuned * self.factor):.1f}x" if tuned else "",
            self.recorded.unit,
        )


def short(number: float) -> str:
    """Three digits are more than a shared machine can promise."""
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}"


def table(rows: list[Row]) -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
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
