"""A statement that is true or false. The options have the ids `true` and `false`, and keep that order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import single_choice
from .single_choice import clean, from_form, from_wire, is_answered, option_ids, payload, right_answer, score, to_wire

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
SHUFFLES = False
IDS = ["true", "false"]


def validated(spec: Any) -> dict:
    spec = single_choice.validated(spec)
    if sorted(option_ids(spec)) != sorted(IDS):
        raise ValidationError(_("The options are “true” and “false”."), code="invalid")
    return {"options": sorted(spec["options"], key=lambda option: IDS.index(option["id"]))}
