"""A slip to hand over: who it is for, what to type, and a code to scan. One A5 page each, printed two to a sheet of A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.pdf.blocks import SENTENCE, write, write_code, write_fitted
from lms.pdf.cleaning import clean_line
from lms.pdf.document import Document
from lms.pdf.fit import fit_line, fit_paragraph
from lms.pdf.operators import ACCENT, LINE, MUTED
from lms.pdf.ornament import emblem, rule
from lms.pdf.page import Page
from lms.pdf.qr import qr_modules

WIDTH, HEIGHT = 419.528, 595.276
MARGIN = 40.0
INNER = WIDTH - 2 * MARGIN
CODE_SIDE = 112.0
STEP_INDENT = 20.0


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Every text is already in the reader's language.

    `fields` are labels with what to type; `address` is what the code opens, `address_shown` what a person types instead, and
    `code_alternative` what a screen reader says of the code. `instructions` are short steps, numbered on the page.
    """

    heading: str
    name: str
    fields: Sequence[tuple[str, str]]
    address: str
    address_label: str
    address_shown: str
    code_alternative: str
    instructions: Sequence[str]
    note: str = ""


def draw_slips(slips: Sequence[Slip], *, title: str, author: str, language: str, moment: datetime) -> bytes:
    """A page for each slip, in order. Raises `lms.pdf.exceptions.CannotDraw`."""
    document = Document(title=title, author=author, language=language, moment=moment)
    for slip in slips:
        _draw(document.page(width=WIDTH, height=HEIGHT), slip, issuer=author, language=language)
    return document.to_bytes()


def _draw(page: Page, slip: Slip, *, issuer: str, language: str) -> None:
    page.decorate("\n".join([emblem(MARGIN + 14, 540, 14), rule(MARGIN, 508, WIDTH - MARGIN, 508, colour=LINE)]))
    head = fit_line(clean_line(issuer), width=INNER - 44, largest=10, smallest=6)
    write_fitted(page, head, MARGIN + 42, 537, fill=MUTED, language=language)
    heading = fit_paragraph(clean_line(slip.heading), width=INNER, largest=13, smallest=8, lines=2)
    y = write_fitted(page, heading, MARGIN, 482, fill=ACCENT, tag="H1", language=language)
    name = fit_paragraph(clean_line(slip.name), width=INNER, largest=22, smallest=9, lines=2, bold=True)
    y = write_fitted(page, name, MARGIN, y - 12, leading=1.25, tag="H2")
    y = _fields(page, slip, y - 8, language=language)
    y = _code(page, slip, y - 6, language=language)
    _instructions(page, slip, y - 26, language=language)


def _fields(page: Page, slip: Slip, y: float, *, language: str) -> float:
    for label, value in slip.fields:
        write(page, label, MARGIN, y, size=9, fill=MUTED, language=language)
        shown = fit_line(clean_line(value), width=INNER, largest=19, smallest=9, bold=True)
        y = write_fitted(page, shown, MARGIN, y - 21, leading=1.2) - 8
    return y


def _code(page: Page, slip: Slip, top: float, *, language: str) -> float:
    """The code on the left, the address to type on its right."""
    y = top - CODE_SIDE
    write_code(
        page, qr_modules(slip.address), MARGIN, y, side=CODE_SIDE, alternative=slip.code_alternative, language=language
    )
    x, width = MARGIN + CODE_SIDE + 22, INNER - CODE_SIDE - 22
    label = fit_paragraph(clean_line(slip.address_label), width=width, largest=10, smallest=7, lines=3)
    line = write_fitted(page, label, x, top - 12, fill=MUTED, language=language)
    shown = fit_line(clean_line(slip.address_shown), width=width, largest=12, smallest=5, bold=True)
    write_fitted(page, shown, x, line - 6)
    return y


def _instructions(page: Page, slip: Slip, y: float, *, language: str) -> None:
    for at, text in enumerate(slip.instructions, start=1):
        step = clean_line(text, limit=SENTENCE)
        fitted = fit_paragraph(step, width=INNER - STEP_INDENT, largest=10.5, smallest=7, lines=3)
        write(page, f"{at}.", MARGIN, y, size=fitted.size, fill=ACCENT, bold=True)
        y = write_fitted(page, fitted, MARGIN + STEP_INDENT, y, leading=1.4, language=language) - 4
    if slip.note:
        note = fit_paragraph(clean_line(slip.note, limit=SENTENCE), width=INNER, largest=9, smallest=6, lines=3)
        write_fitted(page, note, MARGIN, y - 4, leading=1.4, fill=MUTED, language=language)
