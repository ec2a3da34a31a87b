"""Numbers from answers. Pure: no clock, no database. Decimals, never floats.

What is kept has two places. Parts are added before they are rounded: three thirds of a point are one point.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from courses.item_types import kind_of
from lms.refusals import Refusal

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


def score(item_type: str, spec: dict, value: Any, *, points: int) -> Decimal | None:
    """0 to `points`, not rounded, for a response of any shape: what is no answer earns nothing and raises nothing.

    None means that a person has to decide.
    """
    if value is None:
        return NOTHING
    kind = kind_of(item_type)
    try:
        part = kind.score(spec, kind.clean(spec, value))
    except Refusal:
        return NOTHING
    return None if part is None else points * min(max(part, Decimal(0)), Decimal(1))


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def total(scores: Iterable[Decimal | None]) -> Decimal:
    """The sum of what is decided."""
    return rounded(sum((each for each in scores if each is not None), NOTHING))


def mean(per_cents: Iterable[Decimal]) -> Decimal | None:
    """None for nothing."""
    found = list(per_cents)
    return rounded(sum(found, NOTHING) / len(found)) if found else None
