"""A word or a few, compared with the accepted ones.

Spec: `{"accepted": ["...", ...], "exact": false}`. Value: `{"text": "..."}`. Capitals, spaces and the full stop at the
end never matter. Unless `exact`, neither do the marks on letters, because many keyboards lack ə, ı, ş and ğ.
"""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.exceptions import InvalidResponse
from lms.accounts.names import fold

WIDGET = "text"
SHUFFLES = False
LONGEST = 200
MOST_ACCEPTED = 50
# In Azerbaijani İ and I are different letters, each with its own small one.
SMALL = str.maketrans("İI", "iı")
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def validated(spec: Any) -> dict:
    """At least one accepted answer. Keeps nothing else."""
    accepted = spec.get("accepted") if isinstance(spec, dict) else None
    if not isinstance(accepted, list) or not all(isinstance(each, str) for each in accepted):
        raise ValidationError(_("Give a list of accepted answers."), code="invalid")
    variants = list(dict.fromkeys(filter(None, map(tidy, accepted))))
    if not 1 <= len(variants) <= MOST_ACCEPTED or any(len(each) > LONGEST for each in variants):
        raise ValidationError(
            _("Give 1 to %(most)d accepted answers of at most %(limit)d characters."),
            code="invalid",
            params={"most": MOST_ACCEPTED, "limit": LONGEST},
        )
    return {"accepted": variants, "exact": spec.get("exact") is True}


def option_ids(spec: dict) -> list[str]:
    return []


def payload(options: dict[str, str], order: Sequence[str]) -> dict:
    return {"longest": LONGEST}


def from_form(tokens: list[str]) -> Any:
    if len(tokens) > 1:
        raise InvalidResponse
    return {"text": tokens[0] if tokens else ""}


def from_wire(raw: Any, order: Sequence[str]) -> Any:
    return raw


def to_wire(value: dict, order: Sequence[str]) -> dict:
    return value


def clean(spec: dict, value: Any) -> dict:
    """One line without control characters or halves of a character. Raises InvalidResponse."""
    text = value.get("text") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(text, str):
        raise InvalidResponse
    if len(text) > LONGEST:
        raise InvalidResponse(_("Your answer is too long. Write at most %(limit)d characters.") % {"limit": LONGEST})
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character != "\t" for character in text):
        raise InvalidResponse(_("Your answer has characters that cannot be stored. Please write it again."))
    return {"text": tidy(text)}


def tidy(text: str) -> str:
    """NFC, single spaces, nothing invisible."""
    seen = (character for character in unicodedata.normalize("NFC", text) if not is_unseen(character))
    return " ".join("".join(seen).split())


def is_unseen(character: str) -> bool:
    return unicodedata.category(character) in UNSEEN and not character.isspace()


def is_answered(value: dict) -> bool:
    return bool(value["text"])


def score(spec: dict, value: dict) -> Decimal | None:
    forms = forms_of(value["text"], exact=spec["exact"])
    return Decimal(any(forms & forms_of(each, exact=spec["exact"]) for each in spec["accepted"]))


def forms_of(text: str, *, exact: bool) -> set[str]:
    """The forms by which two texts are compared: small letters by both rules, and the fold where marks do not matter."""
    bare = tidy(text).strip(" .!?…")
    forms = {bare.translate(SMALL).lower(), bare.casefold()}
    if not exact:
        forms.add(fold(bare))
    return forms - {""}


def right_answer(spec: dict) -> dict:
    return {"text": spec["accepted"][0]}
