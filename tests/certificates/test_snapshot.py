"""What the supplement of a diploma lists."""

import pytest

from certificates.snapshot import modules
from tests.factories.courses import make_course, make_enrolment, make_lesson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("course_hours", "expected"),
    [
        (4, ["2", "1.5"]),
        (0, ["2", "1.5"]),
        (96, ["", ""]),
    ],
)
def test_hours_of_modules_never_contradict_those_of_the_course(course_hours, expected):
    course = make_course(hours=course_hours)
    for n, minutes in enumerate((120, 90), 1):
        make_lesson(course=course, position=n, minutes=minutes)

    assert [each["hours"] for each in modules(make_enrolment(course=course))] == expected
