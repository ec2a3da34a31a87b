import pytest
from django.db import DataError, IntegrityError, connection, transaction

from courses.models import Cohort, ItemBank
from tests.factories.courses import make_attempt, make_cohort, make_enrolment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE courses_cohort SET seats = 1000000",
        "UPDATE courses_cohort SET taken = 99",
        "UPDATE courses_cohort SET taken = -1",
        "UPDATE courses_cohort SET ends_on = '2000-01-01'",
        "UPDATE courses_cohort SET enrol_from = '2026-12-01', enrol_until = '2026-11-01'",
        "UPDATE courses_enrolment SET state = 'completed'",
        "UPDATE courses_enrolment SET state = 'waiting'",
        "UPDATE courses_enrolment SET hours = 30000",
        "UPDATE courses_enrolment SET final_score = 101",
        "UPDATE courses_assessment SET pass_mark = 101",
        "UPDATE courses_attempt SET state = 'scored'",
        "UPDATE courses_attempt SET max_score = 1, score = 2",
        "UPDATE courses_course SET hours = 30000",
    ],
)
def test_what_must_never_be_is_refused_by_the_database(statement):
    make_attempt()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("name", ["x" * 121, "a\0b"])
def test_text_that_one_database_takes_is_refused_by_both(name):
    with pytest.raises((IntegrityError, DataError, ValueError)), transaction.atomic():
        ItemBank.objects.create(key="bank", name=name)


@pytest.mark.parametrize("rule", [{"x": "y" * 3000}, {"x": "\0"}])
def test_json_that_one_database_takes_is_refused_by_both(rule):
    cohort = make_cohort()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(rule=rule)


def test_json_with_an_escaped_backslash_is_no_nul():
    cohort = make_cohort()
    Cohort.objects.filter(pk=cohort.pk).update(rule={"x": r"\u0000 \\u0000"})
    assert Cohort.objects.get().rule == {"x": r"\u0000 \\u0000"}


def test_second_enrolment_of_a_person_is_refused_by_the_database(now):
    enrolment = make_enrolment()
    enrolment.pk = None
    enrolment.public_id = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        enrolment.save(force_insert=True)
