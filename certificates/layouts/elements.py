"""How each element is drawn. All but decoration is tagged, in the language in which it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, Unpack

from certificates import fields, words
from certificates.layouts.pictures import picture
from certificates.layouts.spec import MM, Element
from lms.pdf.blocks import SENTENCE, Style, fitted_block, write_code
from lms.pdf.cleaning import clean_line
from lms.pdf.exceptions import DoesNotFit
from lms.pdf.fit import Fitted, fit_line, fit_texts
from lms.pdf.lettering import Block
from lms.pdf.operators import ACCENT, INK, LINE, MUTED, Colour
from lms.pdf.ornament import emblem, frame, rule, small_star
from lms.pdf.page import Page
from lms.pdf.qr import Modules, qr_modules, qr_modules_after, quiet_zone

COLOURS = {"ink": INK, "muted": MUTED, "accent": ACCENT, "line": LINE}
GUTTER = 24.0
# The middle of a line of text lies so far above its baseline, in parts of its size: half the height of a capital.
HALF_CAPITAL = 0.357
ANY_HEIGHT = 10_000.0

BETWEEN = {"dot": " · ", "stroke": " / "}

NAME_LEADING, OWN_LEADING = 1.2, 1.4
# The name in the person's own letters, as a part of the sizes of the Latin one.
OWN_LARGEST, OWN_SMALLEST = 0.6, 0.64

# How much of the row of facts each takes when all are there, in points.
FACT_WIDTHS = {"hours": 112, "level": 104, "score": 104, "cohort_dates": 196, "completed_on": 138, "valid_until": 138}
LABEL = 7.5
# Size, weight and colour of what is typed.
TYPED = {"address": (8.0, False, MUTED), "code": (9.5, True, INK)}


class Values(NamedTuple):
    """What is printed, and in which languages."""

    snapshot: Mapping
    languages: tuple[str, ...]


class Written(NamedTuple):
    """A text that is fitted, and its language ("" when it is the same in all)."""

    fitted: Fitted
    language: str


def texts_of(says: Mapping[str, str], values: Values) -> list[tuple[str, str]]:
    """Text and language of what there is to print, cleaned; none twice."""
    first = values.languages[0]
    found = {}
    for language in ("", *values.languages):
        if pattern := says.get(language):
            text = clean_line(fields.filled(pattern, values.snapshot, language or first), limit=SENTENCE)
            if text:
                found.setdefault(text, language)
    return list(found.items())


def draw_text(page: Page, element: Element, values: Values) -> None:
    texts = texts_of(element.says["text"], values)
    if texts:
        for block in _text(element, tuple(texts)):
            page.add(block)


# Most texts are the same on all certificates of a class.
@lru_cache(maxsize=128)
def _text(element: Element, texts: tuple[tuple[str, str], ...]) -> list[Block]:
    says = element.says
    if (between := BETWEEN.get(says["arrange"])) and len(texts) > 1:
        texts = ((between.join(text for text, _ in texts), ""),)
    if says["arrange"] == "beside" and len(texts) > 1:
        return _beside(element, texts)
    return _stood(element, _fitted(element, texts, width=element.width, largest=says["largest"]))


def _fitted(element: Element, texts: Sequence[tuple[str, str]], *, width: float, largest: float) -> list[Written]:
    says = element.says
    stack = fit_texts(
        tuple(text for text, _ in texts),
        width=width - says["spacing"] * max(len(text) - 1 for text, _ in texts),
        height=element.height,
        leading=says["leading"],
        largest=largest,
        smallest=says["smallest"],
        lines=says["lines"],
        bold=says["bold"],
    )
    return [Written(each, language) for each, (_, language) in zip(stack, texts, strict=True)]


def _beside(element: Element, texts: Sequence[tuple[str, str]]) -> list[Block]:
    """One column a language, all of one size."""
    width = (element.width - GUTTER * (len(texts) - 1)) / len(texts)
    largest = element.says["largest"]
    for each in texts:
        largest = min(largest, *(found.fitted.size for found in _fitted(element, [each], width=width, largest=largest)))
    columns = [replace(element, left=element.left + at * (width + GUTTER), width=width) for at in range(len(texts))]
    return [
        block
        for column, each in zip(columns, texts, strict=True)
        for block in _stood(column, _fitted(column, [each], width=width, largest=largest))
    ]


def _stood(element: Element, stack: list[Written]) -> list[Block]:
    """At the top of the box, in its middle or at its bottom."""
    says = element.says
    height = sum(len(each.fitted.lines) * each.fitted.size for each in stack) * says["leading"]
    y = (
        element.top
        - {"top": 0, "middle": (element.height - height) / 2, "bottom": element.height - height}[says["stand"]]
    )
    blocks = []
    for each in stack:
        block, y = lines(
            each.fitted,
            element,
            y,
            leading=says["leading"],
            fill=COLOURS[says["colour"]],
            align=says["align"],
            tag=says["tag"],
            language=each.language,
            spacing=says["spacing"],
        )
        blocks.append(block)
    return blocks


def lines(
    fitted: Fitted,
    element: Element,
    top: float,
    *,
    leading: float,
    **style: Unpack[Style],
) -> tuple[Block, float]:
    """The lines from `top` downwards as one tagged piece, each in the middle of its own strip, and where they end."""
    x = {"left": element.left, "centre": element.middle, "right": element.right}[style.get("align", "left")]
    step = fitted.size * leading
    first = top - step / 2 - HALF_CAPITAL * fitted.size
    block = fitted_block(fitted, x, first, leading=leading, **style)
    return block, top - step * len(fitted.lines)


def draw_name(page: Page, element: Element, values: Values) -> None:
    """The Latin form largest, the person's own writing beneath it where it is another; together in the middle of the box."""
    says, snapshot = element.says, values.snapshot
    latin, own = clean_line(snapshot["name_latin"]), clean_line(fields.FIELDS["name_own"].read(snapshot, ""))
    name = fit_line(latin, width=element.width, largest=says["largest"], smallest=says["smallest"], bold=True)
    second = None
    height = len(name.lines) * name.size * NAME_LEADING
    if own:
        largest = round(says["largest"] * OWN_LARGEST * 2) / 2
        smallest = min(says["smallest"] * OWN_SMALLEST, largest)
        second = fit_line(own, width=element.width, largest=largest, smallest=smallest)
        height += len(second.lines) * second.size * OWN_LEADING
    if height > element.height:
        raise DoesNotFit(latin)
    top = element.top - (element.height - height) / 2
    block, y = lines(name, element, top, leading=NAME_LEADING, align=says["align"], tag="H2")
    page.add(block)
    if second:
        block, _ = lines(second, element, y, leading=OWN_LEADING, fill=MUTED, align=says["align"])
        page.add(block)


def draw_facts(page: Page, element: Element, values: Values) -> None:
    """Only what is known takes a place in the row; dates stand in each language."""
    known = {name: FACT_WIDTHS[name] for name in element.says["fields"] if values.snapshot.get(name)}
    if not known:
        return
    part = min(1, element.width / sum(known.values()))
    x = element.middle - sum(known.values()) * part / 2
    for name, width in known.items():
        label = " / ".join([words.LABELS[name][language] for language in values.languages])
        read = fields.FIELDS[name].read
        said = {clean_line(read(values.snapshot, language)): language for language in reversed(values.languages)}
        for block in _fact(element, x + 6, width * part - 12, label, tuple(reversed(said.items()))):
            page.add(block)
        x += width * part


@lru_cache(maxsize=128)
def _fact(row: Element, left: float, width: float, label: str, texts: tuple[tuple[str, str], ...]) -> list[Block]:
    """A label, and under it what is said, each with its language."""
    element = replace(row, left=left, width=width)
    [fitted] = fit_texts((label,), width=width, height=ANY_HEIGHT, leading=1.3, largest=LABEL, smallest=5, lines=1)
    block, _ = lines(fitted, element, row.top, leading=LABEL * 1.3 / fitted.size, fill=MUTED, align="centre")
    blocks = [block]
    y = row.top - LABEL * 1.3 - 2
    several = max(row.says["largest"] * 0.77 // 0.5 * 0.5, row.says["smallest"])
    stack = fit_texts(
        tuple(text for text, _ in texts),
        width=width,
        height=row.height - (row.top - y),
        leading=1.32,
        largest=row.says["largest"] if len(texts) == 1 else several,
        smallest=row.says["smallest"],
        lines=1,
        bold=True,
    )
    for fitted, (_, language) in zip(stack, texts, strict=True):
        block, y = lines(fitted, element, y, leading=1.32, align="centre", language=language if len(texts) > 1 else "")
        blocks.append(block)
    return blocks


def draw_qr(page: Page, element: Element, values: Values) -> None:
    """The code to scan at the top of the box, and under it what a person without a camera can type."""
    snapshot, language = values.snapshot, values.languages[0]
    head = snapshot["verify_url"].removesuffix(snapshot["code"])
    modules = qr_modules_after(head, snapshot["verify_url"].removeprefix(head))
    y = _code(page, element, modules, alternative=words.QR_ALTERNATIVE[language], language=language)
    if y - element.bottom < 8:
        return
    for name, (largest, bold, fill) in TYPED.items():
        text = clean_line(fields.FIELDS[name].read(snapshot, language))
        block, y = _under(element, text, y, largest=largest, smallest=4.5, bold=bold, fill=fill)
        page.add(block)


def draw_signed(page: Page, element: Element, values: Values) -> None:
    """The code that is checked without internet, and under it where. Before a certificate is signed its place stays white."""
    data, language = values.snapshot.get("signed_code"), values.languages[0]
    if not data:
        return
    y = _code(page, element, qr_modules(data), alternative=words.SIGNED_ALTERNATIVE[language], language=language)
    what = " / ".join(words.WITHOUT_INTERNET[each] for each in values.languages)
    where = fields.FIELDS["address"].read(values.snapshot, language).removesuffix("v/") + words.VERIFIER
    for text, fill in ((what, MUTED), (where, INK)):
        if y - element.bottom < LABEL:
            return
        block, y = _under(element, text, y, largest=LABEL, smallest=4.5, bold=False, fill=fill)
        page.add(block)


def _code(page: Page, element: Element, modules: Modules, *, alternative: str, language: str) -> float:
    """A square code at the top of its box; returns where the white that it needs ends."""
    side = element.says["side"] * MM
    x, y = element.middle - side / 2, element.top - side
    write_code(page, modules, x, y, side=side, alternative=alternative, language=language)
    return y - quiet_zone(modules, side=side)


@lru_cache(maxsize=128)
def _under(
    element: Element, text: str, top: float, *, largest: float, smallest: float, bold: bool, fill: Colour
) -> tuple[Block, float]:
    """A line under a code, and where it ends."""
    [fitted] = fit_texts(
        (text,),
        width=element.width,
        height=top - element.bottom,
        leading=1.3,
        largest=largest,
        smallest=smallest,
        lines=1,
        bold=bold,
    )
    return lines(fitted, element, top, leading=1.3, fill=fill, align="centre")


def draw_picture(page: Page, element: Element, values: Values) -> None:
    """As large as the box allows, undistorted, in its middle."""
    found = picture(element.says["asset"])
    scale = min(element.width / found.width, element.height / found.height)
    width, height = found.width * scale, found.height * scale
    x, y = element.middle - width / 2, element.top - element.height / 2 - height / 2
    language = values.languages[0]
    alternative = fields.in_language(element.says["alternative"], language)
    if element.type == "signature":
        alternative = alternative or words.SIGNATURE_ALTERNATIVE[language]
    if alternative:
        with page.tagged("Figure", language=language, alternative=alternative, box=(x, y, x + width, y + height)):
            page.draw(page.picture(found, x, y, width=width, height=height))
    else:
        page.decorate(page.picture(found, x, y, width=width, height=height))


def decoration(element: Element, *, width: float, height: float) -> str:
    """The operators of what has no meaning for a reader, on a page of this size: the same on every certificate."""
    return DECORATIONS[element.type](element, width, height)


def _line(element: Element, width: float, height: float) -> str:
    colour, thick = COLOURS[element.says["colour"]], element.says["thickness"] * MM
    x, y = element.left, element.top
    if not element.says["star"]:
        return rule(x, y, element.right, element.bottom, colour=colour, width=thick)
    middle, gap = element.middle, 12
    left = rule(x, y, middle - gap, y, colour=colour, width=thick)
    return "\n".join(
        [left, rule(middle + gap, y, element.right, y, colour=colour, width=thick), small_star(middle, y, 4.5)]
    )


def _ornament(element: Element, width: float, height: float) -> str:
    motif = element.says["motif"]
    if motif == "frame":
        return frame(width, height, margin=element.left)
    radius = min(element.width, element.height) / 2
    draw = emblem if motif == "emblem" else small_star
    return draw(element.middle, element.top - element.height / 2, radius)


DRAW: dict[str, Callable[[Page, Element, Values], None]] = {
    "text": draw_text,
    "name": draw_name,
    "facts": draw_facts,
    "qr": draw_qr,
    "signed": draw_signed,
    "image": draw_picture,
    "signature": draw_picture,
}
DECORATIONS: dict[str, Callable[[Element, float, float], str]] = {"line": _line, "ornament": _ornament}
