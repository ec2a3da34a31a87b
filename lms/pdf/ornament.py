"""The one motif: the eight-pointed star and a carpet border, in thin lines that survive a photocopier."""

from functools import lru_cache
from math import cos, pi, sin

from lms.pdf.operators import ACCENT, Colour, filled, number, stroked

# Where the outlines of the two squares that make the star cross, as a part of its radius.
NOTCH = cos(pi / 4) / cos(pi / 8)

FRAME_WIDTH = 19.0
HAIRLINE = 2.5
REPEAT = 28


def _symmetric(quarter: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A closed outline from its corners in the first quarter, from the right to the top."""
    half = quarter + [(-far, high) for far, high in reversed(quarter)]
    return half + [(-far, -high) for far, high in half]


# Shapes of the border, in points from their middle.
STEPPED = _symmetric([(9.4, 1.1), (7.2, 1.1), (7.2, 2.8), (5.0, 2.8), (5.0, 4.5), (2.8, 4.5), (2.8, 6.2), (1.1, 6.2)])
DIAMOND = [(1.8, 0), (0, 1.8), (-1.8, 0), (0, -1.8)]


def rule(x1: float, y1: float, x2: float, y2: float, *, colour: Colour = ACCENT, width: float = 0.5) -> str:
    return f"{stroked(colour, width=width)} {_polyline([(x1, y1), (x2, y2)])} S"


def star_path(x: float, y: float, radius: float) -> str:
    """The outline of the star, a point up: sixteen corners."""
    corners = [(radius if at % 2 == 0 else radius * NOTCH, pi / 2 + at * pi / 8) for at in range(16)]
    return _polyline([(x + far * cos(angle), y + far * sin(angle)) for far, angle in corners], closed=True)


def emblem(x: float, y: float, radius: float) -> str:
    """The star as two interlaced squares with a smaller star at its heart."""
    squares = [
        _polyline(
            [(x + radius * cos(turn + at * pi / 2), y + radius * sin(turn + at * pi / 2)) for at in range(4)],
            closed=True,
        )
        for turn in (0, pi / 4)
    ]
    return "\n".join(
        [
            f"1 j {stroked(ACCENT, width=radius / 22)} {star_path(x, y, radius)} S",
            f"{stroked(ACCENT, width=radius / 60)} {' '.join(squares)} S",
            f"{stroked(ACCENT, width=radius / 40)} {star_path(x, y, radius * 0.56)} S",
            f"{filled(ACCENT)} {star_path(x, y, radius * 0.26)} f",
        ]
    )


def small_star(x: float, y: float, radius: float) -> str:
    return f"{filled(ACCENT)} {star_path(x, y, radius)} f"


@lru_cache(maxsize=16)
def frame(width: float, height: float, *, margin: float) -> str:
    """A carpet border `FRAME_WIDTH` wide, `margin` from the edges of the page, or as much as leaves room for one repeat."""
    margin = min(margin, (min(width, height) - REPEAT) / 2 - FRAME_WIDTH)
    hairline = margin + HAIRLINE
    inner = margin + FRAME_WIDTH
    middle = (hairline + inner) / 2
    corners = [(x, y) for x in (middle, width - middle) for y in (middle, height - middle)]
    return "\n".join(
        [
            f"{stroked(ACCENT, width=1.1)} {_box(margin, width=width, height=height)} S",
            f"{stroked(ACCENT, width=0.35)} {_box(hairline, width=width, height=height)} S",
            f"{_box(inner, width=width, height=height)} S",
            f"{stroked(ACCENT, width=0.4)} {filled(ACCENT)}",
            *[_band(inner, width - inner, f"1 0 0 1 0 {number(y)} cm") for y in (middle, height - middle)],
            *[_band(inner, height - inner, f"0 1 -1 0 {number(x)} 0 cm") for x in (middle, width - middle)],
            *[f"{star_path(x, y, 6.2)} S {star_path(x, y, 2.4)} f" for x, y in corners],
        ]
    )


def _band(start: float, end: float, placement: str) -> str:
    """The border's repeat, along the axis of a system of coordinates that `placement` turns to where the band lies.

    Every repeat is the same text moved on by a step: compressed, a whole band takes little more than one of them.
    """
    count = round((end - start) / REPEAT)
    diamond = f"{_polyline(STEPPED, closed=True)} S {_polyline(DIAMOND, closed=True)} f"
    between = f"{star_path(0, 0, 3.6)} S"
    half = number((end - start) / count / 2)
    repeat = f"{diamond} 1 0 0 1 {half} 0 cm {between} 1 0 0 1 {half} 0 cm"
    first = f"q {placement} 1 0 0 1 {number(start + (end - start) / count / 2)} 0 cm"
    return "\n".join([first, *[repeat] * (count - 1), f"{diamond} Q"])


def _box(inset: float, *, width: float, height: float) -> str:
    return f"{number(inset)} {number(inset)} {number(width - 2 * inset)} {number(height - 2 * inset)} re"


def _polyline(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    (x, y), *rest = points
    path = [f"{number(x)} {number(y)} m", *[f"{number(x)} {number(y)} l" for x, y in rest]]
    return " ".join([*path, "h"] if closed else path)
