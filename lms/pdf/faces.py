"""The vendored faces, read once per process, and which of them draws a character."""

from functools import cache
from pathlib import Path
from threading import Lock

import uharfbuzz
from reportlab.pdfbase.ttfonts import TTFontFace

from lms.pdf.cleaning import JOINERS, is_mark, unique

FOLDER = Path(__file__).parent / "fonts"

# First come, first served: a digit or a comma stays in the face of its neighbours where that has it.
FAMILIES = ("NotoSans", "NotoNaskhArabic", "NotoSansGeorgian", "NotoSansArmenian", "NotoSansHebrew")

UNITS_PER_EM = 1000


class Face(TTFontFace):
    """One font file: outlines for ReportLab's subsetter, metrics in 1/1000 em, and the same bytes for HarfBuzz."""

    def __init__(self, name: str) -> None:
        self.charToGlyph: dict[int, int] = {}
        super().__init__(str(FOLDER / f"{name}.ttf"))
        self.file_name = name
        self.characters = frozenset(self.charToGlyph)
        # ReportLab's subsetter asks for characters. A shaped glyph may have none, so we speak to it in glyph numbers.
        self.charToGlyph = {glyph: glyph for glyph in range(len(self.hmetrics))}
        self.shaper = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(self._ttf_data)))
        if self.shaper.face.upem != UNITS_PER_EM:
            raise ValueError(f"{name}: {self.shaper.face.upem} units per em")

    def __repr__(self) -> str:
        return f"<Face {self.file_name}>"

    def has(self, character: str) -> bool:
        return ord(character) in self.characters

    def advance(self, glyph: int) -> int:
        return self.hmetrics[glyph][0]


def face(family: str, *, bold: bool) -> Face:
    """One and the same object for all threads: a document tells faces apart by it."""
    with _reading:
        return _read(f"{family}-{'Bold' if bold else 'Regular'}")


_reading = Lock()
_read = cache(Face)


def faces_of(line: str, *, bold: bool) -> list[Face | None]:
    """The face of each character, None where no face has it. A mark must come from the face of its letter."""
    chosen: list[Face | None] = []
    current = None
    for character in line:
        if current is None or not (character in JOINERS or current.has(character)):
            current = None if is_mark(character) and chosen else _first_with(character, bold=bold)
        chosen.append(current)
    return chosen


def undrawable(line: str) -> list[str]:
    """The characters of a cleaned line that no face can draw, each once, in order; empty when all is well.

    Both weights of a family have the same characters (a test says so), so one answer serves both.
    """
    chosen = faces_of(line, bold=False)
    return unique(character for character, found in zip(line, chosen, strict=True) if found is None)


def _first_with(character: str, *, bold: bool) -> Face | None:
    for family in FAMILIES:
        candidate = face(family, bold=bold)
        if candidate.has(character):
            return candidate
    return None
