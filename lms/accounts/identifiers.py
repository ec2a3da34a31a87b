"""Numbers and codes that people type from paper."""

import hashlib
import secrets
import unicodedata

# Crockford's base 32: no I, L, O or U, so that nothing is misread or misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
CODE_BITS = 128
CODE_LENGTH = 26


def new_login_id() -> str:
    """Nine random digits and a check digit (Luhn). Not secret, not sequential, not zero first."""
    body = str(100_000_000 + secrets.randbelow(900_000_000))
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The Luhn digit (ISO/IEC 7812-1, annex B) that one wrong digit or two swapped neighbours change."""
    total = 0
    for place, digit in enumerate(map(int, reversed(body))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def clean_login_id(text: str) -> str:
    """What a person typed, without spaces and dashes, digits of any script as 0-9."""
    kept = (character for character in text if not character.isspace() and character not in "-‐‑–.")
    return "".join(str(unicodedata.digit(character, "")) or character for character in kept)


def grouped(text: str, size: int = 4) -> str:
    """`1234567890` as `1234 5678 90`, for reading."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def new_slip_code() -> str:
    """128 random bits as 26 characters that can be typed."""
    number = secrets.randbits(CODE_BITS)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(CODE_LENGTH)))


def clean_slip_code(text: str) -> str:
    """What a person typed, as it was printed: capitals, no gaps, I and L as 1, O as 0."""
    return "".join(character for character in text.upper() if character.isalnum()).translate(MISREAD)


def slip_hash(code: str) -> str:
    """What the database keeps of a code. One round is enough for 128 random bits."""
    return hashlib.sha256(code.encode()).hexdigest()
