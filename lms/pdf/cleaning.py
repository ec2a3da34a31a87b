"""One line of text as it may be printed. Pure, and applying it twice changes nothing."""

import unicodedata
from functools import lru_cache

from lms.pdf.exceptions import CharactersRefused, MarksMisplaced, TextTooLong

MAX_LENGTH = 120
MAX_MARKS = 2

# They look like nothing but decide how Persian and Urdu letters join, so they are part of the spelling.
JOINERS = "\u200c\u200d"

SPACES = frozenset({"Zs", "Zl", "Zp"})
REFUSED = frozenset({"Cc", "Co", "Cn", "Cs"})


@lru_cache(maxsize=512)
def clean_line(text: str, *, limit: int = MAX_LENGTH) -> str:
    """NFC, one space between words, no invisible characters but the joiners.

    Raises CharactersRefused, MarksMisplaced or TextTooLong. An empty text is returned as it is.
    """
    # Invisible characters go first: one between a letter and its mark would keep NFC from joining them.
    visible = text if text.isprintable() else "".join(_visible(character) for character in text)
    line = unicodedata.normalize("NFC", " ".join(word for word in visible.split(" ") if word))
    refused = [] if line.isprintable() else [sign for sign in line if unicodedata.category(sign) in REFUSED]
    if refused:
        raise CharactersRefused(unique(refused))
    misplaced = misplaced_marks(line)
    if misplaced:
        raise MarksMisplaced(misplaced)
    if len(line) > limit:
        raise TextTooLong(length=len(line), limit=limit)
    return line


def misplaced_marks(line: str) -> list[str]:
    """Combining marks that have no letter under them, and those after the second on one letter."""
    found = []
    marks = MAX_MARKS  # nothing stands before the first character
    for character in line:
        if is_mark(character):
            marks += 1
            if marks > MAX_MARKS:
                found.append(character)
        elif character == " ":
            marks = MAX_MARKS
        elif character not in JOINERS:
            marks = 0
    return unique(found)


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def unique(characters) -> list[str]:
    """Each once, in the order of first appearance."""
    return list(dict.fromkeys(characters))


def _visible(character: str) -> str:
    if character in "\t\n\r" or unicodedata.category(character) in SPACES:
        return " "
    if unicodedata.category(character) == "Cf" and character not in JOINERS:
        return ""
    return character
