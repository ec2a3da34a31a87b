"""What the types that offer options have in common.

Spec: `{"options": [{"id": "a", "correct": true}, ...]}`. Value: `{"options": ["a", ...]}` in the order of the spec.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.exceptions import InvalidResponse

OPTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,19}")
TOKEN = re.compile(r"[1-9][0-9]?", re.ASCII)
MOST_OPTIONS = 20


def validated(spec: Any) -> dict:
    """2 to 20 options with ids of their own, at least one of them right. Keeps nothing else."""
    options = spec.get("options") if isinstance(spec, dict) else None
    if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
        raise ValidationError(_("Give a list of options."), code="invalid")
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise ValidationError(_("Give 2 to %(most)d options."), code="invalid", params={"most": MOST_OPTIONS})
    ids = [option.get("id") for option in options]
    if not all(isinstance(each, str) and OPTION_ID.fullmatch(each) for each in ids) or len(set(ids)) < len(ids):
        raise ValidationError(_("Give each option an id of its own."), code="invalid")
    if not any(option.get("correct") is True for option in options):
        raise ValidationError(_("Mark the right answer."), code="invalid")
    return {"options": [{"id": option["id"], "correct": option.get("correct") is True} for option in options]}


def option_ids(spec: dict) -> list[str]:
    return [option["id"] for option in spec["options"]]


def correct_ids(spec: dict) -> list[str]:
    return [option["id"] for option in spec["options"] if option["correct"]]


def payload(options: dict[str, str], order: Sequence[str]) -> dict:
    """Options in the order of this attempt, each called by its place."""
    return {"options": [{"token": str(n), "text": options.get(each, "")} for n, each in enumerate(order, 1)]}


def from_form(tokens: list[str]) -> Any:
    return {"options": tokens}


def from_wire(raw: Any, order: Sequence[str]) -> Any:
    tokens = listed(raw)
    if not all(isinstance(token, str) and TOKEN.fullmatch(token) and int(token) <= len(order) for token in tokens):
        raise InvalidResponse
    return {"options": [order[int(token) - 1] for token in tokens]}


def to_wire(value: dict, order: Sequence[str]) -> dict:
    return {"options": [str(n) for n, each in enumerate(order, 1) if each in value["options"]]}


def listed(value: Any) -> list:
    """The options of a value of the right shape. Raises InvalidResponse."""
    options = value.get("options") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(options, list) or len(options) > MOST_OPTIONS:
        raise InvalidResponse
    return options


def clean(spec: dict, value: Any) -> dict:
    """Known options, each once, in the order of the spec."""
    chosen = listed(value)
    known = option_ids(spec)
    if not all(isinstance(each, str) and each in known for each in chosen) or len(set(chosen)) < len(chosen):
        raise InvalidResponse
    return {"options": [each for each in known if each in chosen]}


def clean_one(spec: dict, value: Any) -> dict:
    """As `clean`, one option at most."""
    cleaned = clean(spec, value)
    if len(cleaned["options"]) > 1:
        raise InvalidResponse(_("Choose one answer only."))
    return cleaned


def is_answered(value: dict) -> bool:
    return bool(value["options"])


def right_answer(spec: dict) -> dict:
    return {"options": correct_ids(spec)}
