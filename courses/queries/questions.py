"""What a learner gets to see of an attempt's questions. Nothing of a spec passes here: no key, no feedback, no option ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.item_types import kind_of
from courses.models import Attempt, AttemptSlot, ItemText
from lms.accounts.texts import in_language


@dataclass(frozen=True)
class Option:
    token: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One slot: what is asked, and what is answered so far. `language` is the one that the words are in.

    Numbers are texts, as the page writes them: a template would ask for each how this language groups its digits.
    """

    n: str
    rev: str
    prompt: str
    language: str
    widget: str
    options: tuple[Option, ...]
    longest: str
    text: str
    is_answered: bool


def slots_of(attempt: Attempt) -> list[AttemptSlot]:
    """With version and response. One query."""
    return list(attempt.slots.select_related("version", "response").order_by("n"))


def questions(slots: Iterable[AttemptSlot], *, language: str, at: datetime) -> list[Question]:
    """The slots in words as they stood at the attempt's start. One query, two where a translation is missing."""
    found = list(slots)
    texts = texts_of({slot.version_id for slot in found}, language=language, at=at)
    return [question(slot, texts.get(slot.version_id)) for slot in found]


def question(slot: AttemptSlot, text: ItemText | None) -> Question:
    kind = kind_of(slot.version.type)
    response = getattr(slot, "response", None)
    shown = kind.payload(text.options if text else {}, slot.option_order)
    answer = kind.to_wire(response.value, slot.option_order) if response else {}
    chosen = answer.get("options", ())
    return Question(
        n=str(slot.n),
        rev=str(response.rev) if response else "0",
        prompt=text.prompt if text else "",
        language=text.language if text else "",
        widget=kind.WIDGET,
        options=tuple(
            Option(each["token"], each["text"], each["token"] in chosen) for each in shown.get("options", ())
        ),
        longest=str(shown.get("longest", "")),
        text=answer.get("text", ""),
        is_answered=response is not None and kind.is_answered(response.value),
    )


def texts_of(versions: set[int], *, language: str, at: datetime) -> dict[int, ItemText]:
    """Words by version: of the language where there are any, else of another."""
    texts = {each.version_id: each for each in standing_at(ItemText.objects.filter(language=language), versions, at)}
    if missing := versions - texts.keys():
        others: dict[int, list[ItemText]] = {}
        for text in standing_at(ItemText.objects.all(), missing, at):
            others.setdefault(text.version_id, []).append(text)
        for version, rows in others.items():
            if fallback := in_language(rows, language):
                texts[version] = fallback
    return texts


def standing_at(rows, versions: set[int], at: datetime) -> Iterable[ItemText]:
    """Of each version and language the newest revision of that moment, or the first if it came later."""
    found: dict[tuple[int, str], ItemText] = {}
    for text in rows.filter(version__in=versions).order_by("revision"):
        key = (text.version_id, text.language)
        if key not in found or text.created_at <= at:
            found[key] = text
    return found.values()
