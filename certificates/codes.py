"""Verification codes: 80 random bits as 16 letters and digits that survive being read aloud and typed."""

import re
import secrets
import unicodedata

# RFC 4648 base32: it has no 0, 1, 8 or 9, so that each of them, typed, can only mean the letter it looks like.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH = 16
# Cyrillic letters, the capital that an Azerbaijani keyboard makes of i, and the digits that are no part of a code.
LOOKALIKES = str.maketrans(
    "АВЕЗКМНОРСТУҮХІЅЈİ018",
    "ABE3KMHOPCTYYXISJIOIB",
)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What was typed, as it may stand in the register: upper case, no spaces or dashes, look-alike letters turned Latin.

    Digits of any script and wide letters of a Japanese keyboard count as ours. The empty string when it cannot be a code:
    wrong length or letters. Never raises.
    """
    plain = unicodedata.normalize("NFKC", typed[:200]).upper()
    digits = (str(unicodedata.decimal(character, character)) for character in plain if character.isalnum())
    letters = "".join(digits).translate(LOOKALIKES)
    valid = len(letters) == LENGTH and all(letter in ALPHABET for letter in letters)
    return letters if valid else ""


def in_address(typed: str) -> str:
    """What was typed as the last part of an address: without what would lead a browser elsewhere, and never empty."""
    return re.sub(r"[./\\]", "", typed).strip() or "-"


def grouped(code: str) -> str:
    """`ABCD-EFGH-IJKL-MNOP`, as printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
