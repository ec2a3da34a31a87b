"""A4 landscape: this person has completed this course."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from math import cos, radians, sin

from certificates.layouts import words
from lms.pdf.archive import Attachment
from lms.pdf.blocks import SENTENCE, write, write_code, write_fitted
from lms.pdf.cleaning import clean_line
from lms.pdf.document import Document
from lms.pdf.fit import fit_line, fit_paragraph, fit_stack
from lms.pdf.ornament import FRAME_WIDTH, emblem, frame, rule, small_star
from lms.pdf.outline import outline
from lms.pdf.page import ACCENT, INK, LINE, MUTED, Colour, Page, filled, number

WIDTH, HEIGHT = 841.89, 595.276
CENTRE = WIDTH / 2
MARGIN = 25.0
INSIDE = MARGIN + FRAME_WIDTH

# The foot: number and place on the left, the signature in the middle, the code on the right.
LEFT = INSIDE + 26
FOOT = INSIDE + 8
QR_SIDE = 70.0
QR_CENTRE = WIDTH - INSIDE - 74

NAME_WIDTH = 660.0
COLUMN_WIDTH = 312.0
COLUMN_GAP = 40.0

# What stands in the row of facts, and how much of the row each takes when all are there.
FACTS = {"hours": 112.0, "level": 104.0, "score": 104.0, "cohort_dates": 196.0, "completed_on": 138.0}

PALE = (0.89, 0.89, 0.89)
SPECIMEN_ANGLE = radians(26)


def draw(snapshot: Mapping, *, attachments: Sequence[Attachment] = ()) -> bytes:
    """Raises `lms.pdf.exceptions.CannotDraw`. `languages` says in which one or two languages the texts are printed."""
    languages = tuple(snapshot["languages"][:2])
    document = Document(
        title=f"{words.KIND[languages[0]]} {snapshot['number']}",
        author=_issuer(snapshot)[languages[0]],
        language=languages[0],
        moment=datetime.combine(date.fromisoformat(snapshot["issued_on"]), time(), tzinfo=UTC),
    )
    page = document.page(width=WIDTH, height=HEIGHT)
    if snapshot.get("test"):
        _specimen(page, languages)
    page.backdrop(frame(WIDTH, HEIGHT, margin=MARGIN))
    _head(page, snapshot, languages)
    _person(page, snapshot)
    _achievement(page, snapshot, languages)
    _facts(page, snapshot, languages)
    _issue(page, snapshot, languages)
    _signature(page, snapshot, languages)
    _verification(page, snapshot, languages)
    for each in attachments:
        document.attach(each)
    return document.to_bytes()


def _issuer(snapshot: Mapping) -> Mapping:
    """Who gives the certificate: the service if the snapshot names it, else the centre."""
    return snapshot.get("issuer") or snapshot["centre"]


def _specimen(page: Page, languages: tuple[str, ...]) -> None:
    """Pale and large under everything else, so that a certificate of the demonstration is never taken for a real one."""
    text = " / ".join(words.SPECIMEN[language] for language in languages)
    word = fit_line(text, width=600, largest=80, smallest=20, bold=True)
    along, up = cos(SPECIMEN_ANGLE), sin(SPECIMEN_ANGLE)
    turned = " ".join(number(part) for part in (along, up, -up, along, CENTRE, HEIGHT / 2))
    start = f"1 0 0 1 {number(-word.lines[0].width_at(word.size) / 2)} {number(-0.36 * word.size)} cm"
    box = (INSIDE, INSIDE, WIDTH - INSIDE, HEIGHT - INSIDE)
    with page.tagged("Figure", language=languages[0], alternative=text, box=box):
        page.draw(f"{filled(PALE)} {turned} cm {start}\n{outline(word.lines[0], size=word.size)} f")


def _head(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    page.decorate(emblem(CENTRE, 510, 24))
    y = 470.0
    for language in languages:
        issuer = fit_line(clean_line(_issuer(snapshot)[language]), width=NAME_WIDTH, largest=10.5, smallest=7)
        y = write_fitted(page, issuer, CENTRE, y, leading=1.36, fill=MUTED, align="centre", language=language)
    title = " · ".join(words.HEADING[language] for language in languages)
    write(page, title, CENTRE, 424, size=15, bold=True, fill=ACCENT, align="centre", spacing=1.2, tag="H1")


def _person(page: Page, snapshot: Mapping) -> None:
    """The Latin form largest; the person's own writing beneath it, when it is another."""
    latin, own = clean_line(snapshot["name_latin"]), clean_line(snapshot["name_own"])
    name = fit_line(latin, width=NAME_WIDTH, largest=28, smallest=14, bold=True)
    second = fit_line(own, width=NAME_WIDTH, largest=17, smallest=9) if own and own != latin else None
    # The names stand in the middle of the space between heading and rule, however many lines they take.
    height = len(name.lines) * name.size * 1.2 + (len(second.lines) * second.size * 1.5 if second else 0)
    y = write_fitted(page, name, CENTRE, 375 + height / 2 - name.size, leading=1.2, align="centre", tag="H2")
    if second:
        y += name.size * 1.2 - second.size * 1.75
        write_fitted(page, second, CENTRE, y, leading=1.25, fill=MUTED, align="centre")
    page.decorate(rule(CENTRE - 150, 324, CENTRE - 12, 324, colour=LINE))
    page.decorate(rule(CENTRE + 12, 324, CENTRE + 150, 324, colour=LINE))
    page.decorate(small_star(CENTRE, 324, 4.5))


def _achievement(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    """Side by side, one column a language; a single language stands in the middle."""
    side = (COLUMN_WIDTH + COLUMN_GAP) / 2
    middles, width = ((CENTRE - side, CENTRE + side), COLUMN_WIDTH) if len(languages) > 1 else ((CENTRE,), NAME_WIDTH)
    for language, x in zip(languages, middles, strict=True):
        title = clean_line(snapshot["course_title"][language], limit=SENTENCE)
        heading = fit_paragraph(title, width=width, largest=13, smallest=8, lines=2, bold=True)
        y = write_fitted(page, heading, x, 298, align="centre", language=language)
        statement = clean_line(snapshot["statement"][language], limit=SENTENCE)
        if statement:
            sentence = fit_paragraph(statement, width=width, largest=11, smallest=7, lines=4)
            write_fitted(page, sentence, x, y - 2, leading=1.42, align="centre", language=language)
    if len(languages) > 1:
        page.decorate(rule(CENTRE, 238, CENTRE, 306, colour=LINE))


def _facts(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    """Only what is known takes a place in the row; dates stand in each language."""
    known = {name: width for name, width in FACTS.items() if snapshot.get(name)}
    x = CENTRE - sum(known.values()) / 2
    for name, width in known.items():
        _fact(page, name, str(snapshot[name]), languages, x=x + width / 2, width=width - 12)
        x += width


def _fact(page: Page, name: str, value: str, languages: tuple[str, ...], *, x: float, width: float) -> None:
    label = fit_line(_label(name, languages), width=width, largest=7.5, smallest=5)
    write_fitted(page, label, x, 202, fill=MUTED, align="centre")
    values = dict.fromkeys(words.days_in_words(value, language=language) for language in languages)
    largest = 13 if len(values) == 1 else 10
    fitted = [fit_line(clean_line(text), width=width, largest=largest, smallest=5, bold=True) for text in values]
    size = min(fact.size for fact in fitted)
    y = 186.0
    for fact in fitted:
        y = write_fitted(page, fact._replace(size=size), x, y, leading=1.32, align="centre")


def _issue(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    day = date.fromisoformat(snapshot["issued_on"])
    write(page, _label("number", languages), LEFT, 140, size=7.5, fill=MUTED)
    write(page, snapshot["number"], LEFT, 126, size=11.5, bold=True)
    write(page, _label("issued_on", languages), LEFT, 108, size=7.5, fill=MUTED)
    lines = [(f"{snapshot['place'][key]}, {words.day_in_words(day, language=key)}", key, INK) for key in languages]
    if _issuer(snapshot) != snapshot["centre"]:
        lines += [(snapshot["centre"][key], key, MUTED) for key in languages]
    _stack(page, lines, LEFT, 95, width=236, largest=9, align="left")


def _signature(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    page.decorate(rule(CENTRE - 95, 112, CENTRE + 95, 112, colour=INK))
    name = fit_line(clean_line(snapshot["signatory"]), width=200, largest=10.5, smallest=6, bold=True)
    write_fitted(page, name, CENTRE, 98, leading=1.1, align="centre")
    y = 84.5 if len(name.lines) == 1 else 78
    lines = [(snapshot["signatory_title"][key], key, MUTED) for key in languages]
    _stack(page, lines, CENTRE, y, width=210, largest=8.5, align="centre")


def _stack(
    page: Page,
    lines: list[tuple[str, str, Colour]],
    x: float,
    y: float,
    *,
    width: float,
    largest: float,
    align: str,
) -> None:
    """Small print from y down to the foot: text, language and colour of each."""
    texts = [clean_line(text) for text, _, _ in lines]
    fitted = fit_stack(texts, width=width, height=y - FOOT, leading=1.37, largest=largest, smallest=4.5)
    for part, (_, language, fill) in zip(fitted, lines, strict=True):
        y = write_fitted(page, part, x, y, leading=1.37, fill=fill, align=align, language=language)


def _verification(page: Page, snapshot: Mapping, languages: tuple[str, ...]) -> None:
    """The code to scan, and under it what a person without a camera can type."""
    address, code = snapshot["verify_url"], snapshot["code"]
    short = address.split("://", 1)[-1].removesuffix(code).lower()
    write_code(
        page,
        address,
        QR_CENTRE - QR_SIDE / 2,
        84,
        side=QR_SIDE,
        alternative=words.QR_ALTERNATIVE[languages[0]],
        language=languages[0],
    )
    fitted = fit_line(short, width=130, largest=8, smallest=5)
    write_fitted(page, fitted, QR_CENTRE, 70, fill=MUTED, align="centre")
    grouped = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    write(page, grouped, QR_CENTRE, 58, size=9.5, bold=True, align="centre")


def _label(name: str, languages: tuple[str, ...]) -> str:
    return " / ".join(words.LABELS[name][language] for language in languages)
