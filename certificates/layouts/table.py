"""The modules of a diploma as a table. What does not fit on a page goes on to the next, under the same head."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from certificates import fields, words
from certificates.layouts.elements import ANY_HEIGHT, Values, lines
from certificates.layouts.spec import Element
from lms.pdf.blocks import SENTENCE
from lms.pdf.cleaning import clean_line
from lms.pdf.exceptions import DoesNotFit
from lms.pdf.fit import STEP, Fitted, fit_texts
from lms.pdf.operators import ACCENT, INK, LINE, MUTED
from lms.pdf.ornament import rule
from lms.pdf.page import Page

LEADING = 1.22
# White above and below the text of a row, and between columns, in points.
PADDING, GAP = 2.8, 12.0
NARROW = 56.0
NUMBER = 20.0
MOST_LINES = 4


class Cell(NamedTuple):
    fitted: Fitted
    language: str = ""


class Row(NamedTuple):
    cells: tuple[Cell, ...]
    height: float


class Part(NamedTuple):
    """What of a table stands on one page."""

    head: Row
    rows: Sequence[Row]
    total: Row | None


def parts(element: Element, values: Values) -> list[Part]:
    """The table by pages: on as few as the smallest size needs, at the largest size that needs no more. Raises DoesNotFit."""
    size, smallest = element.says["largest"], element.says["smallest"]
    fewest = _pages(*_rows(element, values, size=smallest), height=element.height)
    while size > smallest:
        pages = _pages(*_rows(element, values, size=size), height=element.height)
        if len(pages) == len(fewest):
            return pages
        size -= STEP
    return fewest


def _pages(head: Row, rows: list[Row], total: Row, *, height: float) -> list[Part]:
    pages: list[list[Row]] = [[]]
    used = 0.0
    height -= head.height
    for row in rows:
        if row.height > height:
            raise DoesNotFit(row.cells[1].fitted.lines[0].text)
        if used + row.height > height:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    if used + total.height > height and len(pages[-1]) > 1:
        pages.append([pages[-1].pop()])
    return [Part(head, page, total if page is pages[-1] else None) for page in pages]


def _rows(element: Element, values: Values, *, size: float) -> tuple[Row, list[Row], Row]:
    modules = values.snapshot.get("modules") or []
    widths = columns(element, values.languages)
    label = {name: [words.LABELS[name][language] for language in values.languages] for name in words.LABELS}
    titles = [(words.LABELS["module"][language], language) for language in values.languages]
    head = _row(
        [("№", ""), *titles, ("\n".join(label["module_hours"]), ""), ("\n".join(label["score"]), "")],
        widths,
        size=size - 1.5,
        bold=True,
    )
    rows = [_row(_module(at, module, values), widths, size=size) for at, module in enumerate(modules, start=1)]
    # One label for all languages: the total spans the columns of the titles.
    total = _row(
        [("", ""), (" / ".join(label["total"]), ""), (hours(modules) or values.snapshot.get("hours", ""), "")],
        [widths[0], sum(widths[1:-2]) + GAP * (len(values.languages) - 1), widths[-2]],
        size=size,
        bold=True,
    )
    return head, rows, total


def _module(at: int, module: Mapping, values: Values) -> list[tuple[str, str]]:
    titles = [(fields.in_language(module["title"], language), language) for language in values.languages]
    return [(str(at), ""), *titles, (module["hours"], ""), (words.per_cent(module["result"]), "")]


def _row(texts: list[tuple[str, str]], widths: list[float], *, size: float, bold: bool = False) -> Row:
    """Of texts and their languages; a text may have a line for each language."""
    cells = []
    for (text, language), width in zip(texts, widths, strict=True):
        parts = fit_texts(
            tuple(clean_line(part, limit=SENTENCE) or "–" for part in text.split("\n")) if text else ("",),
            width=width,
            height=ANY_HEIGHT,
            leading=LEADING,
            largest=size,
            smallest=min(size, 5),
            lines=MOST_LINES,
            bold=bold,
        )
        lines = tuple(line for part in parts for line in part.lines)
        cells.append(Cell(Fitted(lines, parts[0].size), language))
    height = max(len(cell.fitted.lines) * cell.fitted.size for cell in cells)
    return Row(tuple(cells), height * LEADING + 2 * PADDING)


def columns(element: Element, languages: Sequence[str]) -> list[float]:
    """Number, a title in each language, hours, result: widths in points."""
    rest = element.width - NUMBER - 2 * NARROW - GAP * (len(languages) + 2)
    return [NUMBER, *[rest / len(languages)] * len(languages), NARROW, NARROW]


def hours(modules: Sequence[Mapping]) -> str:
    """The sum of what is given in numbers; what is no number, or without end, is left out."""
    total = Decimal(0)
    for module in modules:
        try:
            given = Decimal(module["hours"])
        except InvalidOperation:
            continue
        if given.is_finite():
            total += given
    return f"{total.normalize():f}" if total else ""


def draw(page: Page, element: Element, part: Part, languages: Sequence[str]) -> None:
    widths = columns(element, languages)
    y = element.top
    rules = [rule(element.left, y, element.right, y, colour=ACCENT, width=0.9)]
    with page.group("Table"):
        for row, tag in [(part.head, "TH"), *[(row, "TD") for row in part.rows]]:
            _write(page, element, row, widths, y, tag=tag)
            y -= row.height
            rules.append(rule(element.left, y, element.right, y, colour=LINE, width=0.35))
        rules[1] = rule(
            element.left, element.top - part.head.height, element.right, element.top - part.head.height, width=0.5
        )
        if part.total:
            total = [widths[0], element.width - widths[0] - 2 * (NARROW + GAP) - GAP, NARROW]
            _write(page, element, part.total, total, y, tag="TD")
            rules[-1] = rule(element.left, y, element.right, y, colour=ACCENT, width=0.5)
    page.decorate("\n".join(rules))


def _write(page: Page, element: Element, row: Row, widths: list[float], top: float, *, tag: str) -> None:
    x = element.left
    with page.group("TR"):
        for at, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            # Numbers stand to the right, under each other; so do their heads.
            align = "right" if at == 0 or width == NARROW else "left"
            box = replace(element, left=x, width=width)
            fill = MUTED if tag == "TH" or at == 0 else INK
            block, _ = lines(
                cell.fitted,
                box,
                top - PADDING,
                leading=LEADING,
                fill=fill,
                align=align,
                tag=tag,
                language=cell.language,
            )
            page.add(block)
            x += width + GAP
