"""Names in any script: cleaned, folded for the search, and guessed in Latin letters. Pure.

One field holds the whole name, because most of the world does not divide a name as passports do.
"""

import re
import unicodedata

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.pdf.cleaning import clean_line
from lms.pdf.exceptions import CharactersRefused, MarksMisplaced, TextTooLong, described

NAME_LENGTH = 120

# Romanisation as people write it. What is missing here goes to anyascii; the two signs have no sound of their own.
CUSTOMARY = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ё": "yo",
    "і": "i",
    "ї": "yi",
    "є": "ye",
    "ґ": "g",
    "ў": "u",
    "ә": "e",
    "ъ": "",
    "ь": "",
}
# ICAO Doc 9303 part 3, section 6.B: how the machine-readable zone of a passport writes Cyrillic.
PASSPORT = CUSTOMARY | {"й": "i", "ъ": "ie", "ю": "iu", "я": "ia", "ё": "e", "ї": "i", "є": "ie"}
AZERBAIJANI = str.maketrans("əıİƏ", "eiie")
# Scripts that write their vowels, so that a guess is close enough to be corrected.
GUESSABLE = ("CYRILLIC", "GEORGIAN", "ARMENIAN", "GREEK")


def clean_name(text: str) -> str:
    """The name as it is stored: NFC, single spaces, nothing invisible. Cleaning twice changes nothing.

    Raises ValidationError with a sentence for the person: empty, no letter, over 120 characters, characters that are no
    part of any writing, or more than two marks on one letter.
    """
    try:
        name = clean_line(text, limit=NAME_LENGTH)
    except TextTooLong as found:
        raise ValidationError(
            _("Write at most %(limit)d characters. This name has %(length)d."),
            code="too_long",
            params={"limit": found.limit, "length": found.length},
        ) from None
    except MarksMisplaced:
        raise ValidationError(_("Write at most two accents on one letter."), code="marks") from None
    except CharactersRefused as found:
        raise ValidationError(
            _("Remove these characters, they cannot be part of a name: %(characters)s"),
            code="characters",
            params={"characters": described(found.characters)},
        ) from None
    if not any(unicodedata.category(character).startswith("L") for character in name):
        raise ValidationError(_("Write your name with letters."), code="no_letters")
    return name


def clean_latin_name(text: str) -> str:
    """As `clean_name`, in Latin letters only; an empty text stays empty."""
    name = clean_name(text) if text.strip() else ""
    if not is_latin(name):
        raise ValidationError(_("Use Latin letters here, as in the passport."), code="not_latin")
    return name


def is_latin(name: str) -> bool:
    """Every letter belongs to the Latin script, with whatever accents."""
    return {script(character) for character in name if character.isalpha()} <= {"LATIN", "MODIFIER"}


def script(character: str) -> str:
    """First word of the character's Unicode name: LATIN, CYRILLIC, ARABIC, ..."""
    return unicodedata.name(character, "").partition(" ")[0]


def fold(text: str) -> str:
    """A form for comparing and searching: lower-case ASCII words. `İsmayıl`, `ISMAYIL` and `ismayil` fold alike."""
    lowered = unicodedata.normalize("NFC", text).translate(AZERBAIJANI).lower()
    ascii_text = "".join(romanised(character) for character in lowered).lower()
    words = re.sub(r"[^a-z0-9\s]", "", re.sub(r"[-‐‑_.,/]", " ", ascii_text))
    return " ".join(words.split())


def romanised(character: str) -> str:
    known = CUSTOMARY.get(character)
    return anyascii(character) if known is None else known


def folded(*forms: str, limit: int = 2 * NAME_LENGTH + 1) -> str:
    """What the search column holds: every form of the name, each once, cut at the column's length."""
    return " ".join(dict.fromkeys(filter(None, map(fold, forms))))[:limit]


def latin_suggestion(text: str) -> str:
    """A first guess for the Latin form, to be corrected by the person; empty where a guess would mislead.

    Latin names stay as they are. Arabic, Hebrew and the like do not write their vowels: no guess.
    """
    if is_latin(text):
        return text
    scripts = {script(character) for character in text if character.isalpha()}
    if not scripts <= {"LATIN", "MODIFIER", *GUESSABLE}:
        return ""
    return " ".join(_passport_word(word) for word in text.split(" "))[:NAME_LENGTH]


def _passport_word(word: str) -> str:
    letters = "".join(_passport_letter(character) for character in word).replace("'", "").replace('"', "")
    if word.isupper() and len(word) > 1:
        return letters.upper()
    return letters[:1].upper() + letters[1:]


def _passport_letter(character: str) -> str:
    if is_latin(character):
        return character
    latin = PASSPORT.get(character.lower())
    if latin is None:
        return anyascii(character)
    return latin.capitalize() if character.isupper() else latin


def az_upper(text: str) -> str:
    """Capitals by Azerbaijani rules: i becomes İ, ı becomes I."""
    return text.replace("i", "İ").upper()


def az_lower(text: str) -> str:
    """Small letters by Azerbaijani rules: İ becomes i, I becomes ı."""
    return text.replace("İ", "i").replace("I", "ı").lower()
