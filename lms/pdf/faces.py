"""The vendored faces, read once per process, and which of them draws a character."""

from collections.abc import Iterable
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

# What a font program needs when codes come with their glyphs, and widths and texts stand beside it (PDF 32000-1, 9.9).
TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})


class Face:
    """One font file: what shapes it, what cuts it, and its metrics in 1/1000 em."""

    def __init__(self, name: str) -> None:
        path = FOLDER / f"{name}.ttf"
        self.file_name = name
        self.metrics = TTFontFace(str(path))
        outlines = uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes()))
        if outlines.upem != UNITS_PER_EM:
            raise ValueError(f"{name}: {outlines.upem} units per em")
        self.shaper = uharfbuzz.Font(outlines)
        self.characters = frozenset(outlines.unicodes)
        self.advances = tuple(advance for advance, _bearing in self.metrics.hmetrics)
        self._dropped = {int.from_bytes(tag.encode(), "big") for tag in outlines.table_tags if tag not in TABLES}
        self._outlines = uharfbuzz.subset_preprocess(outlines)

    def __repr__(self) -> str:
        return f"<Face {self.file_name}>"

    def has(self, character: str) -> bool:
        return ord(character) in self.characters

    def cut(self, glyphs: Iterable[int]) -> tuple[bytes, list[int]]:
        """A font program of these glyphs and of those they are made of, and the number that each of them has in it."""
        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.drop_table_tag_set.update(self._dropped)
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        plan = uharfbuzz.SubsetPlan(self._outlines, wanted)
        numbers = plan.old_to_new_glyph_mapping
        return plan.execute().blob.data, [numbers[glyph] for glyph in glyphs]


def face(family: str, *, bold: bool) -> Face:
    """One and the same object for all threads: a document tells faces apart by it."""
    with _reading:
        return _read(f"{family}-{'Bold' if bold else 'Regular'}")


_reading = Lock()
_read = cache(Face)


def faces_of(line: str, *, bold: bool) -> list[Face | None]:
    """The face of each character, None where no face has it. A mark must come from the face of its letter."""
    first = _first_with(line[0], bold=bold) if line else None
    if first and first.characters.issuperset(map(ord, line)):
        return [first] * len(line)
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
