"""One right option of several."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import choice
from .choice import clean_one as clean
from .choice import from_form, from_wire, is_answered, option_ids, payload, right_answer, to_wire

__all__ = [
    "SHUFFLES",
    "WIDGET",
    "clean",
    "from_form",
    "from_wire",
    "is_answered",
    "option_ids",
    "payload",
    "right_answer",
    "score",
    "to_wire",
    "validated",
]

WIDGET = "one"
SHUFFLES = True


def validated(spec: Any) -> dict:
    spec = choice.validated(spec)
    if len(choice.correct_ids(spec)) != 1:
        raise ValidationError(_("Mark exactly one right answer."), code="invalid")
    return spec


def score(spec: dict, value: dict) -> Decimal | None:
    return Decimal(value["options"] == choice.correct_ids(spec))
