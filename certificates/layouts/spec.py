"""The shape of a template: pages with elements in millimetres, turned into points once and kept.

    {"languages": ["az", "en"],            the one or two in which texts are printed
     "title": {language: text},            what the document is called; else "Certificate"
     "issuer": {language: text}, "signatory": text, "signatory_title": {language: text},
     "pages": [{"landscape": true, "elements": [element, ...]}, ...]}

An element has `id`, `type` (one of `DEFAULTS`), and a box: `x`, `y` of its upper left corner from the upper left corner of the
page, `width`, `height`, all in millimetres. What else it has, and what that is when nothing is said, stands in `DEFAULTS`. The
order of elements is the order in which they are read aloud.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MM = 72 / 25.4
A4 = (210.0, 297.0)

# Texts are by language; "" is for what is the same in all.
DEFAULTS: dict[str, dict[str, Any]] = {
    "text": {
        "text": {},
        "arrange": "under",  # the languages: under each other, on one line with a dot or a stroke between, side by side
        "largest": 10.0,
        "smallest": 7.0,
        "lines": 1,
        "leading": 1.36,
        "bold": False,
        "colour": "ink",
        "align": "left",
        "stand": "top",  # or in the middle, or at the bottom of the box
        "tag": "P",
        "spacing": 0.0,
    },
    "name": {"largest": 28.0, "smallest": 14.0, "align": "centre"},
    "facts": {"fields": [], "largest": 13.0, "smallest": 5.0},
    "table": {"largest": 9.0, "smallest": 7.0},
    "line": {"colour": "line", "thickness": 0.18, "star": False},
    "ornament": {"motif": "star"},
    "image": {"asset": "", "alternative": {}},
    "signature": {"asset": "", "alternative": {}},
    "qr": {"side": 25.0},
    "signed": {"side": 31.0},
}
CHOICES = {
    "arrange": ("under", "dot", "stroke", "beside"),
    "align": ("left", "centre", "right"),
    "stand": ("top", "middle", "bottom"),
    "colour": ("ink", "muted", "accent", "line"),
    "tag": ("P", "H1", "H2"),
    "motif": ("frame", "emblem", "star"),
}


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """`left`, `top`, `width` and `height` in points, from the lower left corner of the page; `says` is the spec with defaults."""

    type: str
    left: float
    top: float
    width: float
    height: float
    says: Mapping[str, Any]

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top - self.height

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page: its size in points and its elements in reading order. One and the same object for all certificates."""

    width: float
    height: float
    elements: tuple[Element, ...]

    @property
    def table(self) -> Element | None:
        return next((element for element in self.elements if element.type == "table"), None)


def size_of(page: Mapping) -> tuple[float, float]:
    """Width and height in millimetres."""
    width, height = A4
    return (height, width) if page.get("landscape", True) else (width, height)


def elements_of(spec: Mapping) -> Iterator[tuple[int, dict]]:
    """Every element with the number of its page, from 0."""
    for at, page in enumerate(spec.get("pages", ())):
        for element in page["elements"]:
            yield at, element


def placed(element: Mapping, *, height: float) -> Element:
    """An element on a page so many points high."""
    box = {name: float(element.get(name, 0)) * MM for name in ("x", "y", "width", "height")}
    says = {**DEFAULTS[element["type"]], **element}
    return Element(element["type"], box["x"], height - box["y"], box["width"], box["height"], says)


def sheets(spec: Mapping) -> tuple[Sheet, ...]:
    return _sheets(json.dumps(spec["pages"], ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=64)
def _sheets(pages: str) -> tuple[Sheet, ...]:
    found = []
    for page in json.loads(pages):
        width, height = (side * MM for side in size_of(page))
        found.append(Sheet(width, height, tuple(placed(each, height=height) for each in page["elements"])))
    return tuple(found)
