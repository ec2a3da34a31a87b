"""What can be asked. Each type is one module with the functions of `ItemKind`; a new type needs no new table.

A *spec* says what is right and is never shown; a *value* is what somebody answered, with the ids of the spec; on the
*wire* an option is called by its place in this attempt, so that an id tells nothing about the key.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from courses.enums import ItemType

from . import multiple_choice, short_answer, single_choice, true_false


class ItemKind(Protocol):
    """What a module of this package offers."""

    # How a page asks: "one" of some options, "many" of them, or a "text".
    WIDGET: str
    SHUFFLES: bool

    def validated(self, spec: Any) -> dict:
        """The spec in its normal form. Raises ValidationError for an author."""

    def option_ids(self, spec: dict) -> list[str]: ...

    def payload(self, options: dict[str, str], order: Sequence[str]) -> dict:
        """What a learner gets beside the prompt. It is not given the spec, and so cannot tell the key."""

    def from_form(self, tokens: list[str]) -> Any:
        """The wire value of a form's fields of one name."""

    def from_wire(self, raw: Any, order: Sequence[str]) -> Any: ...

    def to_wire(self, value: dict, order: Sequence[str]) -> dict: ...

    def clean(self, spec: dict, value: Any) -> dict:
        """The value in its normal form. Raises InvalidResponse."""

    def is_answered(self, value: dict) -> bool: ...

    def score(self, spec: dict, value: dict) -> Decimal | None:
        """0 to 1 for a clean value; None where a person has to decide."""

    def right_answer(self, spec: dict) -> dict:
        """A value that scores 1, for the review."""


KINDS: dict[str, ItemKind] = {
    ItemType.SINGLE_CHOICE: single_choice,
    ItemType.MULTIPLE_CHOICE: multiple_choice,
    ItemType.TRUE_FALSE: true_false,
    ItemType.SHORT_ANSWER: short_answer,
}


def kind_of(item_type: str) -> ItemKind:
    return KINDS[item_type]
