"""What visitors see of courses. A fixed number of queries for any number of courses."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from courses.enums import EnrolmentMode, Level, Subject
from courses.models import Cohort, Course, CourseText, Lesson
from courses.queries.standing import grouped
from lms.accounts.enums import Language
from lms.accounts.models import Centre, CentreText
from lms.accounts.texts import in_language


@dataclass(frozen=True)
class Filters:
    """What somebody is looking for; empty means anything. `start` is the month of the next start, as `2026-12`."""

    subject: str = ""
    level: str = ""
    centre: str = ""
    language: str = ""
    start: str = ""

    @classmethod
    def of(cls, asked) -> "Filters":
        """From a query string. What is not offered is left out, and of a repeated parameter the last one counts."""
        return cls(
            subject=offered(asked.get("subject"), Subject.values),
            level=offered(asked.get("level"), Level.values),
            centre=str(asked.get("centre", ""))[:8].replace("\0", ""),
            language=offered(asked.get("language"), Language.values),
            start=month(asked.get("start")),
        )


def offered(value: str | None, values: list[str]) -> str:
    return value if value in values else ""


def month(text: str | None) -> str:
    """`2026-12`, or nothing for what is no month."""
    try:
        return f"{date.fromisoformat(f'{text}-01'):%Y-%m}" if text and len(text) == len("2026-12") else ""
    except ValueError:
        return ""


@dataclass
class CohortFacts:
    """A run of a course, as a visitor sees it."""

    cohort: Cohort
    centre: CentreText | None
    today: date

    @property
    def is_running(self) -> bool:
        return self.cohort.starts_on <= self.today

    @property
    def opens_later(self) -> bool:
        return bool(self.cohort.enrol_from and self.today < self.cohort.enrol_from)

    @property
    def takes_enrolments(self) -> bool:
        """People enrol by themselves, today."""
        in_time = not self.opens_later and self.today <= self.cohort.last_day_to_enrol()
        return in_time and self.cohort.mode != EnrolmentMode.STAFF


@dataclass
class CourseFacts:
    """A course as a visitor sees it. `cohorts` are those to come, by their first day; `lessons` is how many there are."""

    course: Course
    text: CourseText | None
    cohorts: list[CohortFacts] = field(default_factory=list)
    lessons: int = 0

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    @property
    def summary(self) -> str:
        return self.text.summary if self.text else ""

    @property
    def next(self) -> CohortFacts | None:
        """The first cohort that people can join by themselves, else the first of all."""
        return next((each for each in self.cohorts if each.takes_enrolments), None) or next(iter(self.cohorts), None)


def catalogue(*, language: str, filters: Filters, today: date) -> list[CourseFacts]:
    """Active courses that fit, those that start soonest first, those without a cohort last. 5 queries.

    Where a filter is about cohorts, a course is listed with the cohorts that fit, and only if there are any.
    """
    courses = Course.objects.filter(is_active=True).prefetch_related("texts")
    if filters.subject:
        courses = courses.filter(subject=filters.subject)
    if filters.level:
        courses = courses.filter(level=filters.level)
    listed = facts(list(courses), fitting(coming(today), filters), language=language, today=today)
    if filters.centre or filters.language or filters.start:
        listed = [each for each in listed if each.cohorts]
    return sorted(listed, key=by_start)


def by_start(facts: CourseFacts) -> tuple[date, str]:
    return facts.next.cohort.starts_on if facts.next else date.max, facts.title


def coming(today: date) -> QuerySet[Cohort]:
    """Cohorts that are not over."""
    return Cohort.objects.filter(is_cancelled=False, ends_on__gte=today)


def fitting(cohorts: QuerySet[Cohort], filters: Filters) -> QuerySet[Cohort]:
    wanted = Q()
    if filters.centre:
        wanted &= Q(centre__code=filters.centre)
    if filters.language:
        wanted &= Q(language=filters.language)
    if filters.start:
        year, number = filters.start.split("-")
        wanted &= Q(starts_on__year=int(year), starts_on__month=int(number))
    return cohorts.filter(wanted)


def facts(courses: list[Course], cohorts: QuerySet[Cohort], *, language: str, today: date) -> list[CourseFacts]:
    """The given courses in their order, with the number of lessons and the given cohorts."""
    runs = grouped(in_order(cohorts.filter(course__in=courses)), "course_id")
    lessons = Lesson.objects.filter(course__in=courses, is_active=True).order_by()
    numbers = dict(lessons.values_list("course_id").annotate(Count("pk")))
    return [
        CourseFacts(
            course,
            in_language(course.texts.all(), language),
            cohorts=[seen(run, language, today) for run in runs[course.pk]],
            lessons=numbers.get(course.pk, 0),
        )
        for course in courses
    ]


def cohorts_to_come(course_id: int, language: str, today: date) -> list[CohortFacts]:
    """Those of one course, by their first day. 2 queries."""
    return [seen(run, language, today) for run in in_order(coming(today).filter(course=course_id))]


def in_order(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    return cohorts.select_related("centre").prefetch_related("centre__texts").order_by("starts_on", "pk")


def seen(run: Cohort, language: str, today: date) -> CohortFacts:
    return CohortFacts(run, in_language(run.centre.texts.all(), language), today)


def choices(*, language: str, today: date) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: centres that have coming cohorts, and the months in which these start. 3 queries."""
    cohorts = coming(today)
    centres = Centre.objects.filter(is_active=True, cohorts__in=cohorts).distinct().prefetch_related("texts")
    months = sorted({f"{day:%Y-%m}" for day in cohorts.values_list("starts_on", flat=True) if day >= today})
    return {
        "subject": [(value, str(label)) for value, label in Subject.choices],
        "level": Level.choices,
        "centre": [(each.code, centre_name(each, language)) for each in centres],
        "language": Language.choices,
        "start": [(each, each) for each in months],
    }


def centre_name(centre: Centre, language: str) -> str:
    text = in_language(centre.texts.all(), language)
    return text.name if text else centre.code
