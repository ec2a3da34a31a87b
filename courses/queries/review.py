"""What a learner sees of an attempt that is handed in. The only place where a key leaves the record, by the assessment's policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.enums import AttemptState, EnrolmentState, Review
from courses.item_types import kind_of
from courses.models import Attempt, AttemptSlot, Item, ItemText, Lesson, LessonText
from courses.queries.questions import slots_of, texts_of
from lms.accounts.texts import in_language


@dataclass(frozen=True)
class ReviewedItem:
    """One question afterwards. `mark`: right, partly, wrong or waiting. `right` and `feedback` are empty unless allowed."""

    n: int
    prompt: str
    language: str
    mark: str
    given: str
    right: str
    feedback: str


@dataclass(frozen=True)
class Reviewed:
    items: list[ReviewedItem]
    lessons: list[tuple[Lesson, LessonText | None]]
    shows_answers: bool


def review(attempt: Attempt, *, language: str) -> Reviewed:
    """By the policy of the assessment. The attempt is handed in and comes with `assessment` and `enrolment`."""
    policy = attempt.assessment.review
    slots = slots_of(attempt)
    answers = policy == Review.ANSWERS and is_over_for_good(attempt)
    shown = [] if policy == Review.SCORE else slots
    return Reviewed(
        reviewed(shown, language=language, at=attempt.started_at, answers=answers),
        lessons_to_repeat(attempt.assessment.course_id, [slot for slot in slots if mark(slot) != "right"], language),
        answers,
    )


def is_over_for_good(attempt: Attempt) -> bool:
    """No key helps any more: passed, completed, or no attempt left; and the person does not sit the quiz at this moment."""
    is_settled = attempt.is_passed or attempt.enrolment.state == EnrolmentState.COMPLETED
    return (is_settled or has_none_left(attempt)) and not is_sitting(attempt)


def has_none_left(attempt: Attempt) -> bool:
    limit = attempt.assessment.attempts
    return bool(limit) and attempt.enrolment.attempts.filter(assessment=attempt.assessment_id).count() >= limit


def is_sitting(attempt: Attempt) -> bool:
    """Its person has an attempt at the same quiz open, whatever the cohort."""
    sittings = Attempt.objects.filter(assessment=attempt.assessment_id, enrolment__person=attempt.enrolment.person_id)
    return sittings.filter(state=AttemptState.OPEN).exists()


def reviewed(slots: Iterable[AttemptSlot], *, language: str, at: datetime, answers: bool) -> list[ReviewedItem]:
    found = list(slots)
    texts = texts_of({slot.version_id for slot in found}, language=language, at=at)
    return [reviewed_item(slot, texts.get(slot.version_id), answers=answers) for slot in found]


def reviewed_item(slot: AttemptSlot, text: ItemText | None, *, answers: bool) -> ReviewedItem:
    response = getattr(slot, "response", None)
    key = kind_of(slot.version.type).right_answer(slot.version.spec)
    return ReviewedItem(
        n=slot.n,
        prompt=text.prompt if text else "",
        language=text.language if text else "",
        mark=mark(slot),
        given=in_words(response.value, text) if response else "",
        right=in_words(key, text) if answers else "",
        feedback=text.feedback if answers and text else "",
    )


def mark(slot: AttemptSlot) -> str:
    response = getattr(slot, "response", None)
    if response is None or response.score == 0:
        return "wrong"
    if response.score is None:
        return "waiting"
    return "right" if response.score == slot.points else "partly"


def in_words(value: dict, text: ItemText | None) -> str:
    """An answer as a person reads it."""
    if "text" in value:
        return value["text"]
    options = text.options if text else {}
    return "; ".join(options.get(each, "") for each in value["options"])


def lessons_to_repeat(
    course_id: int, slots: list[AttemptSlot], language: str
) -> list[tuple[Lesson, LessonText | None]]:
    """The lessons that the missed items are tagged with, in the order of the course. 3 queries."""
    items = {slot.version.item_id for slot in slots}
    keys = {tag for tags in Item.objects.filter(pk__in=items).values_list("tags", flat=True) for tag in tags}
    lessons = Lesson.objects.filter(course=course_id, key__in=keys, is_active=True).prefetch_related("texts")
    return [(lesson, in_language(lesson.texts.all(), language)) for lesson in lessons]
