"""How far people are with what their enrolment asks for. Four queries for any number of enrolments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from courses.domain import scoring
from courses.models import Assessment, Attempt, Enrolment, Lesson, LessonCompletion
from lms.accounts.texts import in_language


@dataclass(frozen=True)
class Outstanding:
    """One thing that is missing. `kind`: lesson, assessment, hours (how many in `hours`) or centre (staff decide)."""

    kind: str
    lesson: Lesson | None = None
    assessment: Assessment | None = None
    hours: int = 0

    def title(self, language: str) -> str:
        """Of the lesson or assessment; its texts are prefetched."""
        if self.lesson:
            return str(in_language(self.lesson.texts.all(), language) or "")
        return str(in_language(self.assessment.texts.all(), language) or "") if self.assessment else ""


@dataclass
class Standing:
    """What one enrolment's rule asks for, and what is done of it."""

    enrolment: Enrolment
    lessons: list[Lesson] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    assessments: list[Assessment] = field(default_factory=list)
    attempts: dict[int, list[Attempt]] = field(default_factory=dict)

    @property
    def rule(self) -> dict:
        """The one that was copied when the enrolment became active; before that, the one that would be."""
        if self.enrolment.rule is not None:
            return self.enrolment.rule
        return self.enrolment.cohort.rule or self.enrolment.cohort.course.rule

    @property
    def required_lessons(self) -> list[Lesson]:
        if self.rule.get("lessons", "all") != "all":
            return []
        return [lesson for lesson in self.lessons if lesson.is_required]

    @property
    def required_assessments(self) -> list[Assessment]:
        return [assessment for assessment in self.assessments if assessment.counts]

    @property
    def hours_needed(self) -> int:
        return self.rule.get("hours", 0)

    @property
    def lessons_done(self) -> int:
        return sum(lesson.pk in self.done for lesson in self.lessons)

    def finished(self, assessment: Assessment) -> list[Attempt]:
        return [attempt for attempt in self.attempts.get(assessment.pk, []) if not attempt.is_open]

    def open_attempt(self, assessment: Assessment) -> Attempt | None:
        return next((attempt for attempt in self.attempts.get(assessment.pk, []) if attempt.is_open), None)

    def is_passed(self, assessment: Assessment) -> bool:
        return any(attempt.is_passed for attempt in self.finished(assessment))

    def best(self, assessment: Assessment) -> Decimal | None:
        return max((each.per_cent for each in self.finished(assessment) if each.per_cent is not None), default=None)

    @property
    def outstanding(self) -> list[Outstanding]:
        """Empty when everything is done. A rule that asks for nothing leaves the decision to the centre."""
        lessons, assessments = self.required_lessons, self.required_assessments
        missing = [Outstanding("lesson", lesson=each) for each in lessons if each.pk not in self.done]
        missing += [Outstanding("assessment", assessment=each) for each in assessments if not self.is_passed(each)]
        if (hours := self.hours_needed - self.enrolment.hours) > 0:
            missing.append(Outstanding("hours", hours=hours))
        if not (lessons or assessments or self.hours_needed):
            missing.append(Outstanding("centre"))
        return missing

    @property
    def final_score(self) -> Decimal | None:
        """The mean of the best results, in per cent."""
        return scoring.mean(best for each in self.required_assessments if (best := self.best(each)) is not None)


def standings(
    enrolments: Iterable[Enrolment], *, titles_of: Iterable[type[Lesson | Assessment]] = ()
) -> dict[int, Standing]:
    """By the enrolment's pk. They come with `cohort.course` selected. One query more for each model whose titles are shown."""
    found = list(enrolments)
    courses = {enrolment.cohort.course_id for enrolment in found}
    lessons = grouped(rows_of(Lesson, courses, titles_of), "course_id")
    assessments = grouped(rows_of(Assessment, courses, titles_of), "course_id")
    done = completions(found, courses)
    attempts = attempts_of(found)
    return {
        enrolment.pk: Standing(
            enrolment,
            lessons=lessons[enrolment.cohort.course_id],
            done=done[enrolment.person_id],
            assessments=assessments[enrolment.cohort.course_id],
            attempts=attempts[enrolment.pk],
        )
        for enrolment in found
    }


def standing_of(enrolment: Enrolment) -> Standing:
    return standings([enrolment])[enrolment.pk]


def rows_of(model: type[Lesson | Assessment], courses: set[int], titles_of: Iterable[type[Lesson | Assessment]]):
    rows = model._default_manager.filter(course__in=courses, is_active=True)
    return rows.prefetch_related("texts") if model in titles_of else rows


def grouped(rows, attribute: str) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


def completions(enrolments: list[Enrolment], courses: set[int]) -> dict[int, set[int]]:
    """Ids of the lessons each person has finished."""
    found: dict[int, set[int]] = defaultdict(set)
    people = {enrolment.person_id for enrolment in enrolments}
    rows = LessonCompletion.objects.filter(person__in=people, lesson__course__in=courses)
    for person, lesson in rows.values_list("person_id", "lesson_id"):
        found[person].add(lesson)
    return found


def attempts_of(enrolments: list[Enrolment]) -> dict[int, dict[int, list[Attempt]]]:
    """By enrolment, then by assessment, in their order."""
    found: dict[int, dict[int, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    rows = Attempt.objects.filter(enrolment__in=[each.pk for each in enrolments])
    for attempt in rows.order_by("n"):
        found[attempt.enrolment_id][attempt.assessment_id].append(attempt)
    return found
