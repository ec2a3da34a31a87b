"""A quiz tried by its author: drawn, answered and scored like any other, and never stored."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from courses.domain import scoring
from courses.domain.attempt import Answer, current_response, score_of
from courses.domain.drawing import drawn
from courses.item_types import kind_of
from courses.models import Assessment, AttemptSlot, Response


def slots(assessment: Assessment, *, rng: Random) -> list[AttemptSlot]:
    """The same chance draws the same questions."""
    return drawn(assessment, rng=rng)


def answer(slots: list[AttemptSlot], answers: Mapping[int, Answer]) -> None:
    """Hangs responses with their scores on the unsaved slots. Raises InvalidResponse."""
    for slot in slots:
        if slot.n in answers and kind_of(slot.version.type).is_answered(value := answers[slot.n].read(slot)):
            slot.response = Response(slot=slot, value=value)
            slot.response.score = score_of(slot)


def result(slots: list[AttemptSlot]) -> tuple[Decimal, int]:
    """Score and the most that could be reached."""
    responses = [response for slot in slots if (response := current_response(slot))]
    return scoring.total(response.score for response in responses), sum(slot.points for slot in slots)
