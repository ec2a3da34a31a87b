"""Lines of text as PDF operators, in which only the codes of the glyphs are still open: each document gives its own.

So what a class has in common is shaped, fitted and written once, and stands in every certificate.
"""

from itertools import count
from typing import NamedTuple

from lms.pdf.faces import Face
from lms.pdf.operators import Colour, filled, number
from lms.pdf.shaping import Line, Run


class Placed(NamedTuple):
    """A line with its left end at (x, y); `spacing` is added after each glyph, in points."""

    line: Line
    x: float
    y: float
    size: float
    fill: Colour
    spacing: float


class Stretch(NamedTuple):
    """Glyphs of one face, each as its number and its text."""

    face: Face
    glyphs: tuple[tuple[int, str], ...]


_serials = count()


# A text, the file of its face, its size, and where its left end stands.
Where = tuple[str, str, float, float, float]


class Block:
    """Lines that are one element. `operators` have `%s` where the code of a glyph belongs, in the order of `stretches`.

    No other block of this process has its `serial`: a document remembers by it what it has shown, and keeps no block alive.
    """

    __slots__ = ("language", "lines", "operators", "right_to_left", "serial", "stretches", "tag", "text")

    def __init__(self, tag: str, lines: tuple[Placed, ...], *, language: str = "") -> None:
        self.serial = next(_serials)
        self.tag = tag
        self.lines: tuple[Where, ...] = tuple(
            (line.text, line.runs[0].face.file_name, size, x, y) for line, x, y, size, *_ in lines if line.text
        )
        self.language = language
        self.text = "".join([placed.line.text for placed in lines])
        self.right_to_left = any(placed.line.right_to_left for placed in lines)
        self.operators = "\n".join([_line(placed) for placed in lines])
        self.stretches = tuple(
            Stretch(run.face, tuple((glyph.number, glyph.text) for glyph in run.glyphs))
            for placed in lines
            for run in placed.line.runs
        )


def _line(placed: Placed) -> str:
    begin = f"BT {filled(placed.fill)} {number(placed.spacing)} Tc 1 0 0 1 {number(placed.x)} {number(placed.y)} Tm"
    return "\n".join([begin, *[_run(run, placed.size) for run in placed.line.runs], "ET"])


def _run(run: Run, size: float) -> str:
    parts = [f"/{run.face.file_name} {number(size)} Tf ["]
    pending = 0  # what the next glyph must be moved by, in 1/1000 em to the right
    raised = 0
    advances = run.face.advances
    for glyph in run.glyphs:
        if glyph.dy != raised:
            raised = glyph.dy
            parts.append(f"] TJ {number(raised * size / 1000)} Ts [")
        before = pending + glyph.dx
        parts.append(f"{-before}<%s>" if before else "<%s>")
        pending = glyph.advance - glyph.dx - advances[glyph.number]
    parts.append((f"{-pending}" if pending else "") + "] TJ")
    if raised:
        parts.append(" 0 Ts")
    return "".join(parts).replace("><", "")
