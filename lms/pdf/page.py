"""One page: text, lines and shapes as PDF operators, every piece either tagged or marked as decoration."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.pdf.lettering import Block, Placed
from lms.pdf.operators import INK, Colour, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.pdf.pictures import Picture
    from lms.pdf.resources import Resources
    from lms.pdf.shaping import Line


@dataclass(slots=True)
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

    def say(self, block: Block) -> None:
        self.texts.append(block.text)
        self.right_to_left = self.right_to_left or block.right_to_left


class Page:
    def __init__(self, resources: Resources, *, width: float, height: float, tagged: bool) -> None:
        self.resources = resources
        self.is_tagged = tagged
        self.width = width
        self.height = height
        self.backdrops: list[str] = []
        self.operators: list[str] = []
        self.elements: list[Element] = []
        self.tree: list[Element] = []
        self.branches = [self.tree]

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
    ) -> Iterator[None]:
        """What is drawn inside is one element, in reading order: `with page.tagged("H1"): page.text(...)`."""
        if not self.is_tagged:
            yield
            return
        self._open(Element(tag, language, alternative, box))
        yield
        self.operators.append("EMC")

    def _open(self, element: Element) -> None:
        element.marks.append(len(self.elements))
        self.operators.append(f"/{element.tag} <</MCID {len(self.elements)}>> BDC")
        self.branches[-1].append(element)
        self.elements.append(element)

    def backdrop(self, operators: str) -> None:
        """Decoration under everything else, the same on many pages: it is compressed once and kept."""
        self.backdrops.append(operators)

    def decorate(self, operators: str) -> None:
        """Draw what has no meaning for a reader: borders, rules, ornaments."""
        self.operators.append(f"/Artifact BMC q\n{operators}\nQ EMC")

    def draw(self, operators: str) -> None:
        """Draw a shape inside `tagged`."""
        self.operators.append(f"q\n{operators}\nQ")

    def picture(self, picture: Picture, x: float, y: float, *, width: float, height: float) -> str:
        """The operators of a picture with its lower left corner at (x, y), to `draw` or to `decorate` with."""
        place = " ".join(number(part) for part in (width, 0, 0, height, x, y))
        return f"{place} cm /{self.resources.picture(picture)} Do"

    def text(self, line: Line, x: float, y: float, *, size: float, fill: Colour = INK, spacing: float = 0) -> None:
        """Draw a line with its left end at (x, y); `spacing` is added after each glyph, in points. Call it inside `tagged`."""
        block = Block("", (Placed(line, x, y, size, fill, spacing),))
        if self.is_tagged:
            self.elements[-1].say(block)
        self.operators.append(self.resources.shown(block))

    def add(self, block: Block) -> None:
        """Draw a block: one element, in reading order."""
        if not self.is_tagged:
            self.operators.append(self.resources.shown(block))
            return
        element = Element(block.tag, block.language)
        element.say(block)
        self._open(element)
        self.operators += (self.resources.shown(block), "EMC")
