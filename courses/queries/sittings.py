"""What a quiz is, and how one person stands with it."""

from dataclasses import dataclass, field
from random import Random

from courses.domain.drawing import worth
from courses.enums import EnrolmentState
from courses.models import Assessment, AssessmentText, Attempt, CourseText, Enrolment
from courses.queries.progress import enrolments_in
from lms.accounts.texts import in_language

# With these somebody may take a quiz, or look at what she has done.
SITTING = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


@dataclass
class Sittings:
    """A quiz and a person's attempts at it, the newest first. `enrolment` is None without a place in the course."""

    assessment: Assessment
    text: AssessmentText | None
    course: CourseText | None
    questions: int
    enrolment: Enrolment | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    @property
    def current(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.is_open), None)

    @property
    def finished(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if not attempt.is_open]

    @property
    def attempts_left(self) -> int | None:
        """None where there is no limit."""
        return max(0, self.assessment.attempts - len(self.attempts)) if self.assessment.attempts else None

    @property
    def is_passed(self) -> bool:
        return any(attempt.is_passed for attempt in self.finished)


def sittings(assessment: Assessment, person, *, language: str) -> Sittings:
    """The assessment comes with its texts and `course__texts`. 5 queries."""
    found = Sittings(
        assessment,
        in_language(assessment.texts.all(), language),
        in_language(assessment.course.texts.all(), language),
        number_of_questions(assessment),
    )
    found.enrolment = seat(assessment, person)
    if found.enrolment:
        found.attempts = list(found.enrolment.attempts.filter(assessment=assessment).order_by("-n"))
    return found


def seat(assessment: Assessment, person) -> Enrolment | None:
    """The place in the course with which this person sits the assessment. One query."""
    places = enrolments_in(person, assessment.course)
    place = next((each for each in places if each.state in SITTING), None)
    if place:
        place.cohort.course = assessment.course
    return place


def number_of_questions(assessment: Assessment) -> int:
    """How many an attempt asks: a bank with fewer items than are drawn gives all it has. 3 queries."""
    return len(worth(assessment, rng=Random(0)))  # noqa: S311 - which ones does not matter
