"""Several right options: each right choice earns its part, each wrong one costs a part, and never less than nothing."""

from decimal import Decimal

from . import choice
from .choice import clean, from_form, from_wire, is_answered, option_ids, payload, right_answer, to_wire, validated

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

WIDGET = "many"
SHUFFLES = True


def score(spec: dict, value: dict) -> Decimal | None:
    """(right choices - wrong choices) / right options, at least 0: choosing all or none is worth little."""
    right = set(choice.correct_ids(spec))
    chosen = set(value["options"])
    earned = len(chosen & right) - len(chosen - right)
    return max(Decimal(0), Decimal(earned) / Decimal(len(right)))
