"""From a cleaned line to glyphs in the order they are drawn. Pure: the same line gives the same glyphs, whatever came before."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz

from lms.pdf.bidi import is_right_to_left, levels, visual_order
from lms.pdf.cleaning import unique
from lms.pdf.exceptions import CharactersNotDrawable
from lms.pdf.faces import UNITS_PER_EM, Face, faces_of

# The script decides which rules of a face apply. Only scripts our faces have are listed; the rest is common to all.
SCRIPTS = (
    (0x0041, 0x02AF, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x0531, 0x058F, "Armn"),
    (0x0591, 0x05F4, "Hebr"),
    (0x0600, 0x077F, "Arab"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1C90, 0x1CBF, "Geor"),
    (0x1E00, 0x1EFF, "Latn"),
    (0xFB13, 0xFB17, "Armn"),
    (0xFB1D, 0xFB4F, "Hebr"),
    (0xFDF2, 0xFDF2, "Arab"),
)


class Glyph(NamedTuple):
    """A glyph and the text it stands for ("" when a neighbour carries it); lengths in 1/1000 em."""

    number: int
    text: str
    advance: int
    dx: int
    dy: int


class Run(NamedTuple):
    face: Face
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A shaped line: its runs from left to right, its width in 1/1000 em, and the text they came from."""

    text: str
    runs: tuple[Run, ...]
    width: int
    right_to_left: bool

    @property
    def glyph_count(self) -> int:
        return sum(len(run.glyphs) for run in self.runs)

    def width_at(self, size: float) -> float:
        return self.width * size / UNITS_PER_EM


@lru_cache(maxsize=64)
def shape(line: str, *, bold: bool = False) -> Line:
    """Shape a cleaned line. Raises CharactersNotDrawable with every character that no face has."""
    chosen = faces_of(line, bold=bold)
    missing = unique(character for character, found in zip(line, chosen, strict=True) if found is None)
    if missing:
        raise CharactersNotDrawable(missing)
    pieces = _pieces(line, [found for found in chosen if found])
    runs = tuple(_run(*pieces[at]) for at in visual_order([level for _, _, _, level in pieces]))
    width = sum(glyph.advance for run in runs for glyph in run.glyphs)
    return Line(line, runs, width, is_right_to_left(line))


def _pieces(line: str, chosen: list[Face]) -> list[tuple[str, Face, str, int]]:
    """Stretches of one face, one script and one level, in logical order."""
    keys = zip(map(id, chosen), _scripts(line), levels(line), strict=True)
    pieces = []
    for (_, script, level), group in groupby(enumerate(keys), key=lambda pair: pair[1]):
        places = [at for at, _ in group]
        pieces.append((line[places[0] : places[-1] + 1], chosen[places[0]], script, level))
    return pieces


def _scripts(line: str) -> list[str]:
    """The script of each character; what is common to all takes the script before it, or else the first that follows."""
    found = [_script(character) for character in line]
    current = next((script for script in found if script), "Latn")
    for at, script in enumerate(found):
        current = found[at] = script or current
    return found


@lru_cache(maxsize=1024)
def _script(character: str) -> str:
    if not character.isalpha():
        return ""
    return next((script for first, last, script in SCRIPTS if first <= ord(character) <= last), "")


def _run(text: str, face: Face, script: str, level: int) -> Run:
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "rtl" if level % 2 else "ltr"
    buffer.script = script
    # Otherwise HarfBuzz takes the locale of the process, and the output would depend on the machine.
    buffer.language = "und"
    uharfbuzz.shape(face.shaper, buffer)
    infos = buffer.glyph_infos
    texts = _texts(text, [info.cluster for info in infos])
    glyphs = [
        Glyph(info.codepoint, part, place.x_advance, place.x_offset, place.y_offset)
        for info, place, part in zip(infos, buffer.glyph_positions, texts, strict=True)
    ]
    return Run(face, tuple(glyphs))


def _texts(text: str, clusters: list[int]) -> list[str]:
    """What each glyph stands for. A cluster of several glyphs gives its text to the one drawn first."""
    if clusters == list(range(len(text))):  # a glyph for each letter, from the left: nearly always
        return list(text)
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    parts = []
    seen = set()
    for cluster in clusters:
        parts.append("" if cluster in seen else text[cluster : ends[cluster]])
        seen.add(cluster)
    return parts
