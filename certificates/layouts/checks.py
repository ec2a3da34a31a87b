"""What is wrong with a template, element by element: what would overflow, stand off the page, or never be scanned.

Everything is drawn with the longest values the record allows, so that issuing does not refuse later what was published.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates import fields, words
from certificates.layouts.drawing import draw_on, values_of
from certificates.layouts.spec import MM, Element, Sheet, elements_of, sheets
from lms.pdf.document import Document
from lms.pdf.exceptions import CannotDraw, DoesNotFit, TextTooLong
from lms.pdf.ornament import FRAME_WIDTH
from lms.pdf.qr import qr_modules, quiet_zone

# Smaller modules run into each other in a photocopy.
SMALLEST_MODULE = 0.4
# What stands in each kind of code.
CODES = {"qr": "verify_url", "signed": "signed_code"}
# Boxes typed in tenths of a millimetre may touch.
TOUCH = 0.05 * MM
SHOWN = 60
EDGE = _("The square code needs white on all sides. Move it away from the edge of the page.")
NO_PICTURE = _("Its picture is missing. Choose one.")


class Problem(NamedTuple):
    """`element` is an id, or empty where something is missing altogether."""

    element: str
    code: str
    sentence: str | Promise


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right - TOUCH and other.left < self.right - TOUCH
        return across and self.bottom < other.top - TOUCH and other.bottom < self.top - TOUCH

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left + TOUCH and other.right <= self.right + TOUCH
        return across and self.bottom <= other.bottom + TOUCH and other.top <= self.top + TOUCH


def problems(spec: Mapping, *, site: str, has_picture: Callable[[str], bool]) -> list[Problem]:
    """Empty when the template may be published. `site` is where certificates are verified: it decides how dense the code is."""
    found = list(_missing(spec))
    if any(problem.code == "languages" for problem in found):
        return found
    snapshot = fields.longest_snapshot(spec, site=site)
    for sheet in sheets(spec):
        for element in sheet.elements:
            checks = [_place(sheet, element), _contents(element, has_picture=has_picture)]
            if element.type in CODES:
                checks.append(_code(sheet, element, data=snapshot[CODES[element.type]]))
            of_element = [problem for check in checks for problem in check]
            found += of_element or _drawn(sheet, element, snapshot)
    return found


def _missing(spec: Mapping) -> Iterator[Problem]:
    elements = [element for _page, element in elements_of(spec)]
    types = {element["type"] for element in elements}
    texts = " ".join(text for element in elements for text in element.get("text", {}).values())
    if not set(fields.languages_of(spec)) <= set(words.LANGUAGES):
        yield Problem("", "languages", _("Choose one or two of the site’s languages."))
    if "name" not in types and "{name_latin}" not in texts:
        yield Problem("", "no_name", _("The name of the person is missing. Add the element “Name”."))
    if "{number}" not in texts:
        yield Problem("", "no_number", _("The number is missing. Add a text with the field {number}."))
    if "qr" not in types:
        yield Problem("", "no_code", _("The square code is missing. Add the element “Square code”."))


def box_of(element: Element) -> Box:
    """A line has a thickness, so that a code never lies across one."""
    thick = element.says["thickness"] * MM / 2 + 2 * TOUCH if element.type == "line" else 0
    return Box(element.left - thick, element.bottom - thick, element.right + thick, element.top + thick)


def _place(sheet: Sheet, element: Element) -> Iterator[Problem]:
    flat = min(element.width, element.height) <= 0
    if min(element.width, element.height) < 0 or (flat and element.type != "line"):
        yield Problem(element.says["id"], "no_size", _("Give it a width and a height."))
    elif not Box(0, 0, sheet.width, sheet.height).holds(Box(element.left, element.bottom, element.right, element.top)):
        yield Problem(element.says["id"], "off_page", _("It stands partly off the page."))


def _contents(element: Element, *, has_picture: Callable[[str], bool]) -> Iterator[Problem]:
    says = element.says
    unknown = [name for text in says.get("text", {}).values() for name in fields.unknown(text)]
    if unknown:
        name = "{" + unknown[0] + "}"
        yield Problem(says["id"], "unknown_field", _("There is no field %(name)s.") % {"name": name})
    if set(says.get("fields", ())) - set(fields.FACTS):
        yield Problem(says["id"], "unknown_field", _("One of the chosen facts is not known."))
    if "asset" in says and not has_picture(says["asset"]):
        yield Problem(says["id"], "no_picture", NO_PICTURE)


def _code(sheet: Sheet, element: Element, *, data: str) -> Iterator[Problem]:
    side, modules = element.says["side"] * MM, qr_modules(data)
    if side / MM / len(modules) < SMALLEST_MODULE:
        least = SMALLEST_MODULE * len(modules)
        sentence = _("The square code is too small to be scanned. Make its side at least %(side).1f mm.") % {
            "side": least
        }
        yield Problem(element.says["id"], "code_small", sentence)
        return
    if side > min(element.width, element.height) + TOUCH:
        yield Problem(element.says["id"], "code_large", _("The square code is larger than its box."))
        return
    white = code_area(element, side=side, quiet=quiet_zone(modules, side=side))
    if not Box(0, 0, sheet.width, sheet.height).holds(white):
        yield Problem(element.says["id"], "code_edge", EDGE)
    for other in sheet.elements:
        if other is not element and _disturbs(sheet, other, white):
            yield Problem(element.says["id"], "code_covered", _sentence_of(other))
            return


def code_area(element: Element, *, side: float, quiet: float) -> Box:
    """The code with the white that it needs."""
    left, top = element.middle - side / 2, element.top
    return Box(left - quiet, top - side - quiet, left + side + quiet, top + quiet)


def _disturbs(sheet: Sheet, other: Element, white: Box) -> bool:
    if other.type == "ornament" and other.says["motif"] == "frame":
        inside = other.left + FRAME_WIDTH
        return not Box(inside, inside, sheet.width - inside, sheet.height - inside).holds(white)
    return box_of(other).overlaps(white)


def _sentence_of(other: Element):
    if other.type in ("image", "signature"):
        return _("The square code must stand on white. Move it away from the picture.")
    return _("The square code needs white on all sides. Something else stands too near.")


def _drawn(sheet: Sheet, element: Element, snapshot: Mapping) -> list[Problem]:
    """Draws it with the longest values."""
    values = values_of(snapshot)
    document = Document(title="", author="", language=values.languages[0], moment=datetime(2000, 1, 1, tzinfo=UTC))
    try:
        draw_on(document.page(width=sheet.width, height=sheet.height), element, values)
    except (DoesNotFit, TextTooLong) as problem:
        return [Problem(element.says["id"], "overflow", _overflow(getattr(problem, "text", "")))]
    except CannotDraw as problem:
        sentence = _("It has characters that cannot be printed: %(characters)s.") % {"characters": str(problem)}
        return [Problem(element.says["id"], "characters", sentence)]
    except OSError:
        return [Problem(element.says["id"], "no_picture", NO_PICTURE)]
    return []


def _overflow(text: str) -> str | Promise:
    shown = text.replace("\n", " ")
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    sentence = _("The longest text does not fit: “%(text)s”. Make the box larger or the smallest size smaller.")
    return sentence % {"text": shown}
