"""A snapshot on a template: one document for its holder, or many pages for a printer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from math import cos, radians, sin

from certificates import fields, words
from certificates.layouts import table
from certificates.layouts.elements import DECORATIONS, DRAW, Values, decoration
from certificates.layouts.spec import MM, Element, Sheet, sheets
from lms.pdf.archive import Attachment
from lms.pdf.document import Document
from lms.pdf.exceptions import CannotDraw
from lms.pdf.fit import fit_line
from lms.pdf.operators import STOP, Colour, filled, number, stroked
from lms.pdf.outline import outline
from lms.pdf.page import Page

PALE: Colour = (0.89, 0.89, 0.89)
MARK_ANGLE = radians(26)


def document_of(spec: Mapping, snapshot: Mapping, *, attachments: Sequence[Attachment]) -> Document:
    values = values_of(snapshot)
    first = values.languages[0]
    name = spec.get("title") or words.KIND
    document = Document(
        title=f"{fields.in_language(name, first)} {snapshot['number']}",
        author=fields.in_language(fields.issuer_of(snapshot), first),
        language=first,
        moment=moment(snapshot),
    )
    draw(document, sheets(spec), values)
    for each in attachments:
        document.attach(each)
    return document


def print_document(papers: Sequence[tuple[Mapping, Mapping]]) -> Document:
    """Of specs with their snapshots. Not for holders: no tags, no attachment, the fonts only once."""
    snapshots = [snapshot for _spec, snapshot in papers]
    first, last = snapshots[0], snapshots[-1]
    document = Document(
        title=f"{first['number']} – {last['number']}",
        author=fields.in_language(fields.issuer_of(first), first["languages"][0]),
        language=first["languages"][0],
        moment=max(map(moment, snapshots)),
        tagged=False,
    )
    # A spec is one object for a whole class, and reading it takes a tenth of a page.
    read: dict[int, Sequence[Sheet]] = {}
    for spec, snapshot in papers:
        if id(spec) not in read:
            read[id(spec)] = sheets(spec)
        draw(document, read[id(spec)], values_of(snapshot))
    return document


def draft_document(spec: Mapping, snapshot: Mapping) -> Document:
    """What waits for its number, marked across the page."""
    values = values_of(snapshot)
    document = Document(title="", author="", language=values.languages[0], moment=moment(snapshot), tagged=False)
    draw(document, sheets(spec), values, mark=words.DRAFT)
    return document


def preview_document(spec: Mapping, snapshot: Mapping) -> Document:
    """A draft as it stands, by the same drawing. What cannot be drawn is shown as an empty box with a red edge."""
    values = values_of(snapshot)
    first = values.languages[0]
    document = Document(title="", author="", language=first, moment=moment(snapshot), tagged=False)
    for sheet in sheets(spec):
        page = document.page(width=sheet.width, height=sheet.height)
        page.backdrop(_backdrop(sheet))
        for element in sheet.elements:
            drawn = len(page.operators)
            try:
                draw_on(page, element, values)
            except (CannotDraw, OSError):
                del page.operators[drawn:]
                box = [element.left, element.bottom, element.width, element.height]
                page.decorate(f"{stroked(STOP, width=1)} {' '.join(map(number, box))} re S")
    return document


def values_of(snapshot: Mapping) -> Values:
    return Values(snapshot, tuple(snapshot["languages"][:2]))


def moment(snapshot: Mapping) -> datetime:
    return datetime.combine(date.fromisoformat(snapshot["issued_on"]), time(), tzinfo=UTC)


def draw(document: Document, drawn: Sequence[Sheet], values: Values, *, mark: Mapping[str, str] | None = None) -> None:
    """The pages of one certificate, across each of them `mark` by language. Raises `lms.pdf.exceptions.CannotDraw`."""
    if mark is None and values.snapshot.get("test"):
        mark = words.SPECIMEN
    pages = list(pages_of(drawn, values))
    for n, (sheet, part) in enumerate(pages, start=1):
        numbered = values._replace(snapshot={**values.snapshot, "page": str(n), "pages": str(len(pages))})
        page = document.page(width=sheet.width, height=sheet.height)
        if mark:
            _marked(page, " / ".join(mark[language] for language in values.languages), values.languages[0])
        page.backdrop(_backdrop(sheet))
        for element in sheet.elements:
            if part and element.type == "table":
                table.draw(page, element, part, values.languages)
            elif element.type in DRAW:
                DRAW[element.type](page, element, numbered)


def pages_of(drawn: Sequence[Sheet], values: Values) -> Iterator[tuple[Sheet, table.Part | None]]:
    """A sheet with a table comes as often as its rows ask for."""
    for sheet in drawn:
        element = sheet.table
        for part in table.parts(element, values) if element else [None]:
            yield sheet, part


@lru_cache(maxsize=64)
def _backdrop(sheet: Sheet) -> str:
    """All that has no meaning for a reader, under everything else; the same on every certificate."""
    found = (
        decoration(each, width=sheet.width, height=sheet.height) for each in sheet.elements if each.type in DECORATIONS
    )
    return "\n".join(found)


def _marked(page: Page, text: str, language: str) -> None:
    """Pale and large under everything else, so that a draft or one of the demonstration is never taken for a real one."""
    inside = 12 * MM
    box = (inside, inside, page.width - inside, page.height - inside)
    with page.tagged("Figure", language=language, alternative=text, box=box):
        page.draw(_mark_operators(text, page.width, page.height))


@lru_cache(maxsize=16)
def _mark_operators(text: str, width: float, height: float) -> str:
    word = fit_line(text, width=width * 0.72, largest=80, smallest=20, bold=True)
    along, up = cos(MARK_ANGLE), sin(MARK_ANGLE)
    turned = " ".join(number(part) for part in (along, up, -up, along, width / 2, height / 2))
    start = f"1 0 0 1 {number(-word.lines[0].width_at(word.size) / 2)} {number(-0.36 * word.size)} cm"
    return f"{filled(PALE)} {turned} cm {start}\n{outline(word.lines[0], size=word.size)} f"


def draw_on(page: Page, element: Element, values: Values) -> None:
    """One element: to see what it looks like, or whether it can be drawn at all. Of a table what stands on the first page."""
    if element.type == "table":
        table.draw(page, element, table.parts(element, values)[0], values.languages)
    elif element.type in DRAW:
        DRAW[element.type](page, element, values)
