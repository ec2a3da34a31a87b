"""QR codes as vector rectangles. The mask is fixed: choosing one takes longer than drawing the whole page."""

import re
from functools import lru_cache

import segno

from lms.pdf.page import number

MASK = 2
DARK = re.compile(b"\x01+")

# Without four white modules around it a code is not found (ISO/IEC 18004, 9.1).
QUIET_ZONE = 4


@lru_cache(maxsize=32)
def qr_modules(data: str) -> tuple[bytes, ...]:
    """Rows from the top, 1 for dark, without the quiet zone. Upper-case addresses give a smaller code."""
    return tuple(bytes(row) for row in segno.make_qr(data, error="m", mask=MASK).matrix)


def qr_operators(data: str, *, x: float, y: float, side: float) -> str:
    """Fill the dark modules of a code with its lower left corner at (x, y); the quiet zone is the caller's to leave."""
    rows = qr_modules(data)
    scale = number(side / len(rows))
    parts = [f"0 g {scale} 0 0 {scale} {number(x)} {number(y)} cm"]
    for at, row in enumerate(rows):
        parts += [f"{start} {len(rows) - 1 - at} {length} 1 re" for start, length in _dark_runs(row)]
    return "\n".join([*parts, "f"])


def quiet_zone(data: str, *, side: float) -> float:
    """How much white to leave on each side of a code of this size."""
    return QUIET_ZONE * side / len(qr_modules(data))


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    return [(found.start(), found.end() - found.start()) for found in DARK.finditer(row)]
