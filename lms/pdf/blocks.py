"""Pieces that every printed page is made of: a line, a fitted text, a code to scan. Texts are cleaned and tagged here."""

from typing import TypedDict, Unpack

from lms.pdf.cleaning import clean_line
from lms.pdf.fit import Fitted
from lms.pdf.lettering import Block, Placed
from lms.pdf.operators import INK, Colour
from lms.pdf.page import Page
from lms.pdf.qr import Modules, qr_operators
from lms.pdf.shaping import Line, shape

# A sentence may be longer than a name.
SENTENCE = 600


class Style(TypedDict, total=False):
    """How lines look and what they are. Unless told: ink, from the left, a paragraph."""

    fill: Colour
    align: str
    tag: str
    language: str
    spacing: float


def write(
    page: Page,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    bold: bool = False,
    fill: Colour = INK,
    align: str = "left",
    spacing: float = 0,
    tag: str = "P",
    language: str = "",
) -> None:
    """One line at (x, y): its left end, its middle or its right end, as `align` says. An empty text draws nothing."""
    line = shape(clean_line(text, limit=SENTENCE), bold=bold)
    if line.text:
        placed = _placed(line, x, y, size=size, fill=fill, align=align, spacing=spacing)
        page.add(Block(tag, (placed,), language=language))


def write_fitted(
    page: Page, fitted: Fitted, x: float, y: float, *, leading: float = 1.3, **style: Unpack[Style]
) -> float:
    """The lines from y downwards as one element, `leading` times the size apart; returns where the next line would stand."""
    page.add(fitted_block(fitted, x, y, leading=leading, **style))
    return y - len(fitted.lines) * fitted.size * leading


def fitted_block(
    fitted: Fitted,
    x: float,
    y: float,
    *,
    leading: float,
    fill: Colour = INK,
    align: str = "left",
    tag: str = "P",
    language: str = "",
    spacing: float = 0,
) -> Block:
    """The lines from y downwards as one element, `leading` times the size apart."""
    step = fitted.size * leading
    placed = []
    for at, line in enumerate(fitted.lines):
        if at:  # unseen, but without it the last word of a line and the first of the next are one when copied
            placed.append(Placed(shape(" "), x, y + step, fitted.size, INK, 0))
        placed.append(_placed(line, x, y, size=fitted.size, fill=fill, align=align, spacing=spacing))
        y -= step
    return Block(tag, tuple(placed), language=language)


def _placed(line: Line, x: float, y: float, *, size: float, fill: Colour, align: str, spacing: float) -> Placed:
    width = line.width_at(size) + spacing * (line.glyph_count - 1)
    shift = {"left": 0, "centre": width / 2, "right": width}[align]
    return Placed(line, x - shift, y, size, fill, spacing)


def write_code(
    page: Page, modules: Modules, x: float, y: float, *, side: float, alternative: str, language: str
) -> None:
    """A QR code with its lower left corner at (x, y). Four modules of white around it are the caller's to leave."""
    with page.tagged("Figure", language=language, alternative=alternative, box=(x, y, x + side, y + side)):
        page.draw(qr_operators(modules, x=x, y=y, side=side))
