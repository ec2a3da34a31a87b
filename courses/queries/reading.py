"""How far one person is in one course, in one statement: for the page that is asked for most.

`progress` and `standing` tell more and ask more often; building their statements takes longer than answering them.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from courses.models import Attempt, Course
from lms.accounts.models import User

# The branch whose columns all have a type stands first: PostgreSQL takes the types from there.
STATEMENT = """
    SELECT 'attempt', attempt.assessment_id, enrolment.state, attempt.score, attempt.max_score, attempt.pass_mark
    FROM courses_attempt attempt
    JOIN courses_enrolment enrolment ON enrolment.id = attempt.enrolment_id
    JOIN courses_cohort cohort ON cohort.id = enrolment.cohort_id
    WHERE enrolment.person_id = %s AND cohort.course_id = %s AND attempt.score IS NOT NULL
    UNION ALL
    SELECT 'place', enrolment.id, enrolment.state, NULL, NULL, NULL
    FROM courses_enrolment enrolment
    JOIN courses_cohort cohort ON cohort.id = enrolment.cohort_id
    WHERE enrolment.person_id = %s AND cohort.course_id = %s
    UNION ALL
    SELECT 'lesson', completion.lesson_id, NULL, NULL, NULL, NULL
    FROM courses_lessoncompletion completion
    JOIN courses_lesson lesson ON lesson.id = completion.lesson_id
    WHERE completion.person_id = %s AND lesson.course_id = %s
"""


@dataclass(frozen=True)
class Reading:
    """Ids of lessons that are finished and of assessments that are passed; the states of all places in the course."""

    done: set[int]
    passed: set[int]
    states: set[str]


def reading(person: User, course: Course) -> Reading:
    """One query, whatever there is."""
    found = Reading(set(), set(), set())
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [person.pk, course.pk] * 3)
        for kind, key, state, score, most, mark in cursor.fetchall():
            if kind == "lesson":
                found.done.add(key)
            elif kind == "place":
                found.states.add(state)
            elif Attempt(score=exact(score), max_score=exact(most), pass_mark=mark).is_passed:
                found.passed.add(key)
    return found


def exact(stored) -> Decimal:
    """SQLite keeps decimals as floats; these have two places, which their shortest form gives back."""
    return Decimal(str(stored))
