"""One page: text, lines and shapes as PDF operators, every piece either tagged or marked as decoration."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.pdf.shaping import Line, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.pdf.document import Document
    from lms.pdf.pictures import Picture

Colour = tuple[float, float, float]


def colour(code: str) -> Colour:
    """`#16262E` as three parts of one."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


INK = colour("#16262E")
MUTED = colour("#4A5B63")
LINE = colour("#B9C2C6")
ACCENT = colour("#0A5C7A")
STOP = colour("#9B2C1F")


@dataclass
class Element:
    """A node of the structure tree: what screen readers and text extraction see. It has marks, or kids."""

    tag: str
    language: str = ""
    alternative: str = ""
    box: tuple[float, ...] = ()
    marks: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    right_to_left: bool = False
    kids: list[Element] = field(default_factory=list)


class Page:
    def __init__(self, document: Document, *, width: float, height: float) -> None:
        self.document = document
        self.width = width
        self.height = height
        self.backdrops: list[str] = []
        self.operators: list[str] = []
        self.elements: list[Element] = []
        self.tree: list[Element] = []
        self.branches = [self.tree]
        self.marked = 0
        self.pictures: dict[str, Picture] = {}

    @contextmanager
    def group(self, tag: str) -> Iterator[None]:
        """What is tagged inside belongs together: `Table` holds `TR`, which holds `TH` and `TD`."""
        element = Element(tag)
        self.branches[-1].append(element)
        self.branches.append(element.kids)
        yield
        self.branches.pop()

    @contextmanager
    def tagged(
        self, tag: str, *, language: str = "", alternative: str = "", box: tuple[float, ...] = ()
    ) -> Iterator[Element]:
        """What is drawn inside is one element, in reading order: `with page.tagged("H1"): page.text(...)`."""
        element = Element(tag, language, alternative, box, [self.marked])
        self.elements.append(element)
        if not self.document.tagged:
            yield element
            return
        self.branches[-1].append(element)
        self.operators.append(f"/{tag} <</MCID {self.marked}>> BDC")
        self.marked += 1
        yield element
        self.operators.append("EMC")

    def backdrop(self, operators: str) -> None:
        """Decoration under everything else, the same on many pages: it is compressed once and kept."""
        self.backdrops.append(f"/Artifact BMC q\n{operators}\nQ EMC")

    def decorate(self, operators: str) -> None:
        """Draw what has no meaning for a reader: borders, rules, ornaments."""
        self.operators.append(f"/Artifact BMC q\n{operators}\nQ EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn inside has no meaning for a reader."""
        self.operators.append("/Artifact BMC")
        yield
        self.operators.append("EMC")

    def draw(self, operators: str) -> None:
        """Draw a shape inside `tagged`."""
        self.operators.append(f"q\n{operators}\nQ")

    def picture(self, picture: Picture, x: float, y: float, *, width: float, height: float) -> None:
        """Draw a picture with its lower left corner at (x, y): inside `tagged`, or as decoration."""
        name = self.document.picture(picture)
        self.pictures[name] = picture
        place = " ".join(number(part) for part in (width, 0, 0, height, x, y))
        self.operators.append(f"q {place} cm /{name} Do Q")

    def text(self, line: Line, x: float, y: float, *, size: float, fill: Colour = INK, spacing: float = 0) -> None:
        """Draw a line with its left end at (x, y); `spacing` is added after each glyph, in points. Call it inside `tagged`."""
        element = self.elements[-1]
        element.texts.append(line.text)
        element.right_to_left = element.right_to_left or line.right_to_left
        shown = [f"BT {filled(fill)} {number(spacing)} Tc 1 0 0 1 {number(x)} {number(y)} Tm"]
        self.operators.append("\n".join([*shown, self._shown(line, size), "ET"]))

    def _shown(self, line: Line, size: float) -> str:
        """The operators of a line, made once a document: in a print file most lines are the same on every page."""
        known = self.document.shown.get((id(line), size))
        if known is None:
            operators = "\n".join([self._run(run, size) for run in line.runs])
            # The line is kept with them, so that no other can get its id.
            known = self.document.shown[id(line), size] = (line, operators)
        return known[1]

    def _run(self, run: Run, size: float) -> str:
        embedded = self.document.embedded(run.face)
        parts = [f"/{embedded.resource} {number(size)} Tf ["]
        pending = 0  # what the next glyph must be moved by, in 1/1000 em to the right
        raised = 0
        code, advance = embedded.code, run.face.advance
        for glyph in run.glyphs:
            if glyph.dy != raised:
                raised = glyph.dy
                parts.append(f"] TJ {number(raised * size / 1000)} Ts [")
            before = pending + glyph.dx
            parts.append(f"{-before}<{code(glyph)}>" if before else f"<{code(glyph)}>")
            pending = glyph.advance - glyph.dx - advance(glyph.number)
        parts.append((f"{-pending}" if pending else "") + "] TJ")
        if raised:
            parts.append(" 0 Ts")
        return "".join(parts).replace("><", "")


def number(value: float) -> str:
    """At most three decimals and no trailing zeros: enough for print, and the same on every machine."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def filled(parts: Colour) -> str:
    """The operator that makes what follows be filled in this colour."""
    return " ".join(number(part) for part in parts) + " rg"


def stroked(parts: Colour, *, width: float) -> str:
    """The operators that make what follows be drawn as lines of this colour and width."""
    return " ".join(number(part) for part in parts) + f" RG {number(width)} w"
