"""A line as shapes instead of text: for words that must be seen but must not mix with the text when a page is copied."""

import uharfbuzz

from lms.pdf.faces import UNITS_PER_EM
from lms.pdf.operators import number
from lms.pdf.shaping import Line


def outline(line: Line, *, size: float) -> str:
    """The path of a line that starts at the origin, in points; fill or stroke it."""
    path: list[str] = []
    draw = _pen()
    x = 0
    for run in line.runs:
        for glyph in run.glyphs:
            place = (path, x + glyph.dx, glyph.dy, size / UNITS_PER_EM)
            run.face.shaper.draw_glyph(glyph.number, draw, place)
            x += glyph.advance
    return " ".join(path)


def _pen() -> uharfbuzz.DrawFuncs:
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, place: _point(place, (x, y), "m"))
    pen.set_line_to_func(lambda x, y, place: _point(place, (x, y), "l"))
    pen.set_cubic_to_func(lambda *points: _point(points[-1], points[:-1], "c"))
    pen.set_close_path_func(lambda place: place[0].append("h"))
    return pen


def _point(place: tuple[list[str], float, float, float], points: tuple[float, ...], operator: str) -> None:
    path, dx, dy, scale = place
    shifts = (dx, dy) * (len(points) // 2)
    path += [number((value + shift) * scale) for value, shift in zip(points, shifts, strict=True)]
    path.append(operator)
