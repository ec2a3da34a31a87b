"""QR codes as vector rectangles. The mask is fixed: choosing one takes longer than drawing the whole page."""

from functools import lru_cache
from math import isqrt

import segno

from lms.pdf.operators import number

# Rows from the top, a byte for each module, 1 for dark, without the quiet zone.
Modules = tuple[bytes, ...]

MASK = 2
LIGHT = b"\0"

# Without four white modules around it a code is not found (ISO/IEC 18004, 9.1).
QUIET_ZONE = 4

# What stands in a code in pairs, the first of a pair worth 45 times its place in this row (ISO/IEC 18004, 7.4.4).
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
DIGITS = frozenset(ALPHANUMERIC[:10])
WORTH = {character: at for at, character in enumerate(ALPHANUMERIC)}


@lru_cache(maxsize=32)
def qr_modules(data: str) -> Modules:
    """Upper-case addresses give a smaller code."""
    return _made(data)


def qr_modules_after(head: str, tail: str) -> Modules:
    """`qr_modules(head + tail)`, in a fiftieth of the time for many tails of one length after the same head.

    With one mask a code is linear in the bits of its text: the words that correct errors are (ISO/IEC 18004, 7.5), and the
    rest is a place for each bit. So segno is asked once what each bit of a tail changes, and codes are made by adding up.
    """
    text = head + tail
    common = text[: len(head) // 2 * 2]
    if not WORTH.keys() >= set(text) or DIGITS.issuperset(common):
        return qr_modules(text)
    found = _zeros(common, len(text))
    for at in range(len(common), len(text), 2):
        for bit in _bits(text[at : at + 2]):
            found ^= _change(common, len(text), at, bit)
    return _as_rows(found)


def _bits(pair: str) -> list[int]:
    """Which bits stand for one or two characters, from the lowest."""
    worth = 0
    for character in pair:
        worth = worth * len(ALPHANUMERIC) + WORTH[character]
    return [bit for bit in range(worth.bit_length()) if worth >> bit & 1]


@lru_cache(maxsize=32)
def _zeros(common: str, length: int) -> int:
    """The code of a text that goes on with zeros up to a length."""
    return _as_number(_made(common.ljust(length, "0")))


# A tail of sixteen characters has at most 99 bits.
@lru_cache(maxsize=1024)
def _change(common: str, length: int, at: int, bit: int) -> int:
    """Which modules are others where this bit of the pair at this place is set."""
    pair = "".join(ALPHANUMERIC[worth] for worth in divmod(1 << bit, len(ALPHANUMERIC)))[at + 1 == length :]
    zeros = common.ljust(length, "0")
    return _as_number(_made(zeros[:at] + pair + zeros[at + 2 :])) ^ _zeros(common, length)


def _made(data: str) -> Modules:
    return tuple(bytes(row) for row in segno.make_qr(data, error="m", mask=MASK).matrix)


def _as_number(modules: Modules) -> int:
    """A byte for each module, so that codes are added without carrying."""
    return int.from_bytes(b"".join(modules))


def _as_rows(code: int) -> Modules:
    """The first module is dark: it is the corner of a finder."""
    modules = code.to_bytes((code.bit_length() + 7) // 8)
    side = isqrt(len(modules))
    return tuple(modules[at : at + side] for at in range(0, len(modules), side))


def qr_operators(modules: Modules, *, x: float, y: float, side: float) -> str:
    """Fill the dark modules of a code with its lower left corner at (x, y); the quiet zone is the caller's to leave."""
    scale = number(side / len(modules))
    parts = [f"0 g {scale} 0 0 {scale} {number(x)} {number(y)} cm"]
    for bottom, row in enumerate(reversed(modules)):
        left = 0
        for dark in row.split(LIGHT):
            if dark:
                parts.append(f"{left} {bottom} {len(dark)} 1 re")
            left += len(dark) + 1
    return "\n".join([*parts, "f"])


def quiet_zone(modules: Modules, *, side: float) -> float:
    """How much white to leave on each side of a code of this size."""
    return QUIET_ZONE * side / len(modules)
