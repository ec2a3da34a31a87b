"""How far one person is. A fixed number of queries for any number of courses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from courses.enums import COMING, EnrolmentState
from courses.models import (
    Assessment,
    Attempt,
    Cohort,
    Course,
    CourseText,
    Enrolment,
    Lesson,
)
from courses.queries.standing import Outstanding, Standing, standings
from lms.accounts.models import CentreText, User
from lms.accounts.texts import in_language

# What is going on comes first, then what may begin, then what is over.
ORDER = [
    EnrolmentState.ACTIVE,
    EnrolmentState.OFFERED,
    EnrolmentState.PENDING,
    EnrolmentState.APPLIED,
    EnrolmentState.WAITING,
    EnrolmentState.COMPLETED,
    EnrolmentState.NOT_COMPLETED,
    EnrolmentState.REJECTED,
    EnrolmentState.EXPIRED,
    EnrolmentState.WITHDRAWN,
]


@dataclass(frozen=True)
class Quiz:
    """An assessment of a course, and how far its person is with it."""

    assessment: Assessment
    title: str
    is_passed: bool
    best: Decimal | None


@dataclass
class Learning:
    """One enrolment, as its person sees it."""

    enrolment: Enrolment
    standing: Standing
    course: CourseText | None
    centre: CentreText | None
    language: str
    today: date

    @property
    def title(self) -> str:
        return self.course.title if self.course else ""

    @property
    def cohort(self):
        return self.enrolment.cohort

    @property
    def is_active(self) -> bool:
        return self.enrolment.state == EnrolmentState.ACTIVE and not self.is_called_off

    @property
    def is_called_off(self) -> bool:
        """The cohort was cancelled while this person learned there, or hoped to."""
        return self.cohort.is_cancelled and self.enrolment.state in COMING

    @property
    def has_begun(self) -> bool:
        return self.cohort.starts_on <= self.today

    @property
    def lessons_total(self) -> int:
        return len(self.standing.lessons)

    @property
    def lessons_done(self) -> int:
        return self.standing.lessons_done

    @cached_property
    def next_lesson(self) -> Lesson | None:
        """The first lesson, in the course's order, that is not finished."""
        return next((each for each in self.standing.lessons if each.pk not in self.standing.done), None)

    @cached_property
    def next_title(self) -> str:
        """What the next lesson is called. One query: of all the lessons only this one is named."""
        return str(in_language(self.next_lesson.texts.all(), self.language) or "") if self.next_lesson else ""

    @property
    def open_attempt(self) -> Attempt | None:
        """The sitting that is not handed in yet."""
        rows = (self.standing.open_attempt(assessment) for assessment in self.standing.assessments)
        return next((attempt for attempt in rows if attempt), None)

    @property
    def next_step(self) -> str:
        """What to go on with: attempt, lesson, assessment, or nothing."""
        if not self.is_active:
            return ""
        if self.open_attempt:
            return "attempt"
        if self.next_lesson:
            return "lesson"
        return "assessment" if self.missing_assessments and self.has_begun else ""

    @cached_property
    def outstanding(self) -> list[Outstanding]:
        """What the certificate still needs: lessons, quizzes, hours."""
        return self.standing.outstanding

    @property
    def assessments(self) -> list[Quiz]:
        """All quizzes of the course, in its order."""
        return [
            Quiz(
                each,
                str(in_language(each.texts.all(), self.language) or ""),
                self.standing.is_passed(each),
                self.standing.best(each),
            )
            for each in self.standing.assessments
        ]

    @property
    def missing_lessons(self) -> list[Outstanding]:
        return [each for each in self.outstanding if each.lesson]

    @property
    def missing_assessments(self) -> list[tuple[Assessment, str]]:
        """With their titles."""
        return [(each.assessment, each.title(self.language)) for each in self.outstanding if each.assessment]


@dataclass
class Place:
    """A cohort as one person sees it, with or without a place in it."""

    cohort: Cohort
    course: CourseText | None
    centre: CentreText | None
    learning: Learning | None = None
    ahead: int = 0

    @property
    def title(self) -> str:
        return self.course.title if self.course else ""

    @property
    def enrolment(self) -> Enrolment | None:
        return self.learning.enrolment if self.learning else None

    @property
    def is_called_off(self) -> bool:
        return self.learning is not None and self.learning.is_called_off


def my_learning(person: User, language: str, today: date) -> list[Learning]:
    """All enrolments of a person, what is going on first, then the newest. 8 queries, 3 where nothing is going on.

    How far she is, is asked for the courses that are going on alone.
    """
    enrolments = list(
        Enrolment.objects.filter(person=person)
        .select_related("cohort__course", "cohort__centre")
        .prefetch_related("cohort__course__texts", "cohort__centre__texts")
        .order_by("-changed_at", "-pk")
    )
    going_on = [each for each in enrolments if each.state == EnrolmentState.ACTIVE]
    known = standings(going_on, titles_of=(Assessment,)) if going_on else {}
    found = [learning(known.get(each.pk) or Standing(each), language, today) for each in enrolments]
    return sorted(found, key=lambda each: ORDER.index(EnrolmentState(each.enrolment.state)))


def learning(standing: Standing, language: str, today: date) -> Learning:
    cohort = standing.enrolment.cohort
    return Learning(
        standing.enrolment,
        standing,
        in_language(cohort.course.texts.all(), language),
        in_language(cohort.centre.texts.all(), language),
        language,
        today,
    )


def place_in(cohort: Cohort, person: User, language: str, today: date) -> Place:
    """The cohort comes with course, centre and their texts. 7 queries."""
    course = in_language(cohort.course.texts.all(), language)
    found = Place(cohort, course, in_language(cohort.centre.texts.all(), language))
    enrolment = Enrolment.objects.filter(cohort=cohort, person=person).first()
    if enrolment:
        enrolment.cohort = cohort
        [standing] = standings([enrolment], titles_of=(Assessment,)).values()
        found.learning = learning(standing, language, today)
        if enrolment.state == EnrolmentState.WAITING:
            in_line = Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.WAITING)
            found.ahead = in_line.filter(place_in_line__lt=enrolment.place_in_line).count()
    return found


def enrolments_in(person, course: Course) -> list[Enrolment]:
    """A person's places in a course, the most alive first. One query."""
    if not person.is_authenticated:
        return []
    rows = (
        Enrolment.objects.filter(person=person, cohort__course=course).select_related("cohort").order_by("-changed_at")
    )
    return sorted(rows, key=lambda each: ORDER.index(EnrolmentState(each.state)))
