"""Courses, cohorts, people in them and what they answer. Everything counts up, so that every run makes the same rows."""

from datetime import date, datetime, timedelta
from itertools import count

from courses.domain import attempt as attempts
from courses.domain import authoring
from courses.domain.enrolment import enrol
from courses.domain.items import save_item
from courses.enums import EnrolmentMode, ItemType, Subject
from courses.models import Assessment, Attempt, Cohort, Course, Enrolment, Item, ItemBank, Lesson
from lms.accounts.enums import Language
from tests.conftest import NOW
from tests.factories.people import make_centre, make_person

number = count(1)

WORDS = {"az": "Kurs", "en": "Course", "ru": "Курс"}
LESSON_WORDS = {"az": "Dərs", "en": "Lesson", "ru": "Урок"}
QUIZ_WORDS = {"az": "Sınaq", "en": "Quiz", "ru": "Тест"}
TODAY = date(2026, 11, 23)


def titles(words: dict[str, str], n: int | str) -> dict[str, dict[str, str]]:
    return {language: {"title": f"{word} {n}"} for language, word in words.items()}


def make_course(*, key: str = "", lessons: int = 0, texts=None, now: datetime = NOW, **over) -> Course:
    """A law course in three languages, with as many lessons as asked for."""
    key = key or f"course-{next(number)}"
    fields = {"subject": Subject.LAW, "hours": 20} | over
    course = authoring.save_course(key, actor=None, now=now, texts=texts or titles(WORDS, key), **fields)
    for n in range(1, lessons + 1):
        make_lesson(course=course, position=n)
    return course


def make_lesson(*, course: Course | None = None, key: str = "", now: datetime = NOW, texts=None, **over) -> Lesson:
    course = course or make_course()
    key = key or f"lesson-{next(number)}"
    fields = {"minutes": 10} | over
    return authoring.save_lesson(
        course, key=key, actor=None, now=now, texts=texts or titles(LESSON_WORDS, key), **fields
    )


def make_cohort(*, course: Course | None = None, centre=None, seats: int = 20, now: datetime = NOW, **over) -> Cohort:
    """Open to all, running since three weeks and for three more."""
    fields = {
        "course": course or make_course(lessons=1),
        "centre": centre or make_centre(),
        "name": f"Cohort {next(number)}",
        "language": Language.AZ,
        "starts_on": TODAY - timedelta(days=21),
        "ends_on": TODAY + timedelta(days=21),
        "mode": EnrolmentMode.OPEN,
        "seats": seats,
    }
    return authoring.save_cohort(actor=None, now=now, **(fields | over))


def make_enrolment(*, cohort: Cohort | None = None, person=None, now: datetime = NOW, **cohort_over) -> Enrolment:
    """A person with a place, by the same way as any other."""
    person = person or make_person()
    return enrol(cohort or make_cohort(**cohort_over), person=person, actor=person, now=now)


def make_bank(*, course: Course | None = None, items: int = 0, key: str = "") -> ItemBank:
    key = key or f"bank-{next(number)}"
    bank = authoring.save_bank(key, name=key, course=course, actor=None, now=NOW)
    for _ in range(items):
        make_item(bank=bank)
    return bank


SPECS = {
    ItemType.SINGLE_CHOICE: {
        "options": [{"id": "a", "correct": True}, {"id": "b"}, {"id": "c"}],
    },
    ItemType.MULTIPLE_CHOICE: {
        "options": [{"id": "a", "correct": True}, {"id": "b", "correct": True}, {"id": "c"}, {"id": "d"}],
    },
    ItemType.TRUE_FALSE: {"options": [{"id": "true", "correct": True}, {"id": "false"}]},
    ItemType.SHORT_ANSWER: {"accepted": ["sağ ol", "çox sağ ol"]},
}
RIGHT = {
    ItemType.SINGLE_CHOICE: {"options": ["a"]},
    ItemType.MULTIPLE_CHOICE: {"options": ["a", "b"]},
    ItemType.TRUE_FALSE: {"options": ["true"]},
    ItemType.SHORT_ANSWER: {"text": "sağ ol"},
}
WRONG = {
    ItemType.SINGLE_CHOICE: {"options": ["b"]},
    ItemType.MULTIPLE_CHOICE: {"options": ["c", "d"]},
    ItemType.TRUE_FALSE: {"options": ["false"]},
    ItemType.SHORT_ANSWER: {"text": "yox"},
}


def make_item(
    *,
    bank: ItemBank | None = None,
    key: str = "",
    type: str = ItemType.SINGLE_CHOICE,  # noqa: A002
    spec=None,
    texts=None,
    **over,
) -> Item:
    """A question in three languages whose first option is right; `texts` by language to say something else."""
    key = key or f"item-{next(number):04d}"
    spec = spec or SPECS[type]
    options = [option["id"] for option in spec.get("options", [])]
    words = texts or {
        language: {
            "prompt": f"Prompt {key} {language}",
            "options": {each: f"Option {each} of {key} {language}" for each in options},
            "feedback": f"Feedback {key} {language}",
        }
        for language in Language.values
    }
    return save_item(bank or make_bank(), key=key, type=type, spec=spec, texts=words, actor=None, now=NOW, **over)


def make_assessment(
    *, course: Course | None = None, items: int = 2, key: str = "", now: datetime = NOW, **over
) -> Assessment:
    """A quiz that draws all of a new bank's single choice items, in their order; `draws` or `items_fixed` say otherwise."""
    course = course or make_course()
    key = key or f"quiz-{next(number)}"
    if "draws" not in over:
        over["draws"] = [{"bank": make_bank(course=course, items=items), "count": items}] if items else []
    fields = {"pass_mark": 60, "shuffle": False} | over
    return authoring.save_assessment(course, key=key, actor=None, now=now, texts=titles(QUIZ_WORDS, key), **fields)


def make_attempt(
    *, enrolment: Enrolment | None = None, assessment: Assessment | None = None, now: datetime = NOW, **over
) -> Attempt:
    """An open attempt."""
    if assessment is None:
        course = enrolment.cohort.course if enrolment else make_course(lessons=1)
        assessment = make_assessment(course=course, **over)
    enrolment = enrolment or make_enrolment(cohort=make_cohort(course=assessment.course))
    return attempts.start(enrolment, assessment=assessment, now=now)


def answer(attempt: Attempt, *, right: bool = True, slots: list[int] | None = None, now: datetime = NOW) -> Attempt:
    """Answers all slots, or the given ones."""
    for slot in attempt.slots.select_related("version"):
        if slots is None or slot.n in slots:
            value = (RIGHT if right else WRONG)[slot.version.type]
            attempts.save_response(attempt, slot=slot.n, rev=1, value=value, language="az", now=now)
    return attempt


def sit(enrolment: Enrolment, assessment: Assessment, *, right: bool = True, now: datetime = NOW) -> Attempt:
    """A whole attempt, from start to result."""
    attempt = attempts.start(enrolment, assessment=assessment, now=now)
    return attempts.submit(answer(attempt, right=right, now=now), now=now)
