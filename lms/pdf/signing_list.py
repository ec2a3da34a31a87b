"""A list of people who sign: A4 upright, a row each, the head again on every page. Mirrored for languages that run to the left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lms.pdf.blocks import SENTENCE, write, write_fitted
from lms.pdf.cleaning import clean_line
from lms.pdf.document import Document
from lms.pdf.fit import fit_line, fit_paragraph, fit_texts
from lms.pdf.operators import ACCENT, INK, LINE, MUTED
from lms.pdf.ornament import emblem, rule
from lms.pdf.page import Page

WIDTH, HEIGHT = 595.276, 841.89
MARGIN = 42.0
INNER = WIDTH - 2 * MARGIN
ROW = 36.0
HEAD = 22.0
# Of the running number, the name, the certificate's number, the day and the signature, in points.
COLUMNS = (24.0, 188.0, 122.0, 58.0, INNER - 392.0)
GAP = 8.0
LEADING = 1.2
FIRST_ROW, LAST_ROW = 706.0, 84.0
ON_A_PAGE = int((FIRST_ROW - HEAD - LAST_ROW) // ROW)


class Person(NamedTuple):
    """`second` is the name in other letters, or empty."""

    name: str
    second: str
    number: str


@dataclass(frozen=True, kw_only=True)
class SigningList:
    """Every text is already in the reader's language. `columns`: name, number, day, signature.

    `page` says which of how many it is: `Page %(page)s of %(pages)s`.
    """

    heading: str
    facts: str
    columns: Sequence[str]
    people: Sequence[Person]
    note: str
    page: str


class Side(NamedTuple):
    """Where the columns stand: from the left, or mirrored."""

    right_to_left: bool

    @property
    def align(self) -> str:
        return "right" if self.right_to_left else "left"

    def edge(self, column: int) -> float:
        """Where the text of a column begins."""
        before = sum(COLUMNS[:column])
        return WIDTH - MARGIN - before if self.right_to_left else MARGIN + before


def draw_list(says: SigningList, *, author: str, language: str, right_to_left: bool, moment: datetime) -> bytes:
    """At least one page. Raises `lms.pdf.exceptions.CannotDraw`."""
    document = Document(title=says.heading, author=author, language=language, moment=moment)
    side = Side(right_to_left)
    parts = [says.people[first : first + ON_A_PAGE] for first in range(0, len(says.people), ON_A_PAGE)] or [()]
    for at, people in enumerate(parts):
        page = document.page(width=WIDTH, height=HEIGHT)
        _top(page, says, side, issuer=author, language=language)
        _table(page, says, people, side, first=at * ON_A_PAGE + 1, language=language)
        counted = says.page % {"page": at + 1, "pages": len(parts)}
        write(page, says.note, side.edge(0), 52, size=9, fill=MUTED, align=side.align, language=language)
        write(page, counted, WIDTH - side.edge(0), 52, size=9, fill=MUTED, align=_other(side), language=language)
    return document.to_bytes()


def _other(side: Side) -> str:
    return "left" if side.right_to_left else "right"


def _top(page: Page, says: SigningList, side: Side, *, issuer: str, language: str) -> None:
    towards = -1 if side.right_to_left else 1
    page.decorate(emblem(side.edge(0) + towards * 13, 784, 13))
    head = fit_line(clean_line(issuer), width=INNER - 44, largest=10, smallest=6)
    write_fitted(page, head, side.edge(0) + towards * 38, 781, fill=MUTED, align=side.align, language=language)
    heading = fit_line(clean_line(says.heading), width=INNER, largest=17, smallest=10, bold=True)
    write_fitted(page, heading, side.edge(0), 746, fill=ACCENT, align=side.align, tag="H1", language=language)
    facts = fit_paragraph(clean_line(says.facts, limit=SENTENCE), width=INNER, largest=10.5, smallest=6, lines=1)
    write_fitted(page, facts, side.edge(0), 726, align=side.align, language=language)


def _table(page: Page, says: SigningList, people: Sequence[Person], side: Side, *, first: int, language: str) -> None:
    y = FIRST_ROW - HEAD
    lines = [rule(MARGIN, y, WIDTH - MARGIN, y, colour=ACCENT, width=0.9)]
    with page.group("Table"):
        with page.group("TR"):
            for column, text in enumerate(("№", *says.columns)):
                _cell(page, text, side, column, y + 7, size=8.5, fill=MUTED, tag="TH", language=language)
        for n, person in enumerate(people, start=first):
            _row(page, person, side, n=n, top=y)
            y -= ROW
            lines.append(rule(MARGIN, y, WIDTH - MARGIN, y, colour=LINE, width=0.4))
    page.decorate("\n".join(lines))


def _row(page: Page, person: Person, side: Side, *, n: int, top: float) -> None:
    with page.group("TR"):
        _cell(page, str(n), side, 0, top - 22, size=9, fill=MUTED)
        _names(page, person, side, top=top)
        _cell(page, person.number, side, 2, top - 22, size=9.5)
        for _column in (3, 4):  # to be written by hand
            with page.tagged("TD"):
                pass


def _names(page: Page, person: Person, side: Side, *, top: float) -> None:
    """Both forms of the name, in the middle of the row's height."""
    texts = tuple(clean_line(text) for text in (person.name, person.second) if text)
    fitted = fit_texts(texts, width=COLUMNS[1] - GAP, height=ROW - 6, leading=LEADING, largest=11, smallest=2, lines=2)
    size = fitted[0].size
    y = top - (ROW - sum(len(each.lines) for each in fitted) * size * LEADING) / 2 - size * 0.95
    with page.group("TD"):
        for each, fill in zip(fitted, (INK, MUTED), strict=False):
            y = write_fitted(page, each, side.edge(1), y, leading=LEADING, fill=fill, align=side.align)


def _cell(
    page: Page,
    text: str,
    side: Side,
    column: int,
    y: float,
    *,
    size: float,
    fill=INK,
    tag: str = "TD",
    language: str = "",
) -> None:
    fitted = fit_paragraph(clean_line(text), width=COLUMNS[column] - GAP, largest=size, smallest=4, lines=1)
    write_fitted(page, fitted, side.edge(column), y, fill=fill, align=side.align, tag=tag, language=language)
