"""Verification codes: 80 random bits as 16 letters and digits that survive being read aloud and typed."""

import secrets

# RFC 4648 base32: it has no 0, 1, 8 or 9, so that each of them, typed, can only mean the letter it looks like.
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH = 16
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈ018",
    "ABEKMHOPCTYXISJOIB",
)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What was typed, as it may stand in the register: upper case, no spaces or dashes, look-alike letters turned Latin.

    The empty string when it cannot be a code: wrong length or letters. Never raises.
    """
    letters = "".join(character for character in typed[:200].upper() if character.isalnum()).translate(LOOKALIKES)
    valid = len(letters) == LENGTH and all(letter in ALPHABET for letter in letters)
    return letters if valid else ""


def grouped(code: str) -> str:
    """`ABCD-EFGH-IJKL-MNOP`, as printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
