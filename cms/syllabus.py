"""The parts of a course, in order, and how far one reader has come. One progress, whatever the language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from wagtail.models import Page

from cms import addresses, freshness, models
from courses.enums import EnrolmentState
from courses.models import Assessment, Enrolment
from courses.queries.catalogue import CohortFacts
from courses.queries.progress import enrolments_in
from courses.queries.reading import Reading, reading
from lms.accounts.texts import in_language

FALLBACK = settings.LANGUAGE_CODE
LEARNING = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
GONE = (EnrolmentState.WITHDRAWN, EnrolmentState.REJECTED, EnrolmentState.EXPIRED)


@dataclass
class Part:
    """A lesson in the list of lessons. `language` is set where its words are in another than the list's."""

    page: Page
    url: str
    is_done: bool
    language: str = ""

    @property
    def lesson(self):
        return self.page.lesson


@dataclass
class Quiz:
    assessment: Assessment
    title: str
    is_passed: bool
    is_open: bool


@dataclass
class Offer:
    """A cohort, and the reader's place in it if she has one."""

    facts: CohortFacts
    enrolment: Enrolment | None

    @property
    def is_mine(self) -> bool:
        return self.enrolment is not None and self.enrolment.state not in GONE


@dataclass
class Syllabus:
    parts: list[Part]
    quizzes: list[Quiz]
    enrolments: list[Enrolment]
    offers: list[Offer] = field(default_factory=list)

    @cached_property
    def is_learning(self) -> bool:
        return is_learning(self.enrolments)

    @cached_property
    def is_waiting(self) -> bool:
        return not self.is_learning and any(each.state not in GONE for each in self.enrolments)

    @cached_property
    def done(self) -> int:
        return sum(part.is_done for part in self.parts)

    @cached_property
    def current(self) -> Part | None:
        """Where to go on: the first lesson that is not done."""
        return next((part for part in self.parts if not part.is_done), None)

    def around(self, page: Page) -> tuple[Part | None, Part | None, Part | None]:
        """The part before a page, its own, and the part after it. A draft comes after all of them."""
        for n, part in enumerate(self.parts):
            if part.page.pk == page.pk:
                before = self.parts[n - 1] if n else None
                return before, part, next(iter(self.parts[n + 1 : n + 2]), None)
        return next(reversed(self.parts), None), None, None


def is_learning(places: list[Enrolment]) -> bool:
    return any(each.state in LEARNING for each in places)


def syllabus(course_page: Page, person, cohorts: Iterable[CohortFacts] = ()) -> Syllabus:
    """The live lessons and active quizzes of a course, with what this person (or nobody) has done."""
    language = course_page.locale.language_code
    course = course_page.course
    places = enrolments_in(person, course)
    found = reading(person, course) if person.is_authenticated else Reading(set(), set(), set())
    mine = {each.cohort_id: each for each in places}
    return Syllabus(
        parts=[part_of(page, language, is_done=page.lesson_id in found.done) for page in lesson_pages(course_page)],
        quizzes=quizzes(assessments(course.pk, language), passed=found.passed, is_open=is_learning(places)),
        enrolments=places,
        offers=[Offer(each, mine.get(each.cohort.pk)) for each in cohorts],
    )


def part_of(page: Page, language: str, *, is_done: bool) -> Part:
    written_in = page.locale.language_code
    if written_in == language:
        return Part(page, addresses.address(page), is_done)
    return Part(page, f"{addresses.address(page)}?untranslated={language}", is_done, written_in)


def lesson_pages(course_page: Page) -> list:
    """Its lessons in their order. One that is not translated is there in a language it has: it counts all the same."""
    return freshness.kept(("lessons", course_page.pk), lambda: read_lesson_pages(course_page))


def read_lesson_pages(course_page: Page) -> list:
    rows = models.LessonPage.objects.live().defer("body").select_related("lesson", "locale").order_by("path")
    own = {page.lesson_id: page for page in rows.child_of(course_page)}
    for page in rows.filter(lesson__course=course_page.course_id).exclude(lesson__in=own):
        if page.lesson_id not in own or page.locale.language_code == FALLBACK:
            own[page.lesson_id] = page
    return sorted(own.values(), key=lambda page: (page.lesson.position, page.path))


def assessments(course_id: int, language: str) -> list:
    return freshness.kept(("quizzes", course_id, language), lambda: read_assessments(course_id, language))


def read_assessments(course_id: int, language: str) -> list:
    rows = Assessment.objects.filter(course=course_id, is_active=True).prefetch_related("texts")
    return [(row, in_language(row.texts.all(), language)) for row in rows]


def quizzes(found: list, *, passed: set[int], is_open: bool) -> list[Quiz]:
    return [Quiz(row, text.title if text else "", row.pk in passed, is_open) for row, text in found]
