"""The demo loads, tells its story, and may be loaded again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from certificates.domain import due
from certificates.doubts import doubts
from certificates.enums import BatchState
from certificates.jobs import issued_by_itself
from certificates.models import Certificate, IssueBatch
from cms.loading.demo import load_demo
from cms.loading.people import seed_of
from cms.models import LessonPage
from courses.enums import EnrolmentState
from courses.models import Assessment, Attempt, Cohort, Course, Enrolment, Item, Lesson, LessonCompletion
from lms.accounts.models import Centre, Membership, User
from lms.jobs.models import Message
from tests.conftest import NOW

ROWS = (
    Page,
    Course,
    Lesson,
    Item,
    Assessment,
    Centre,
    User,
    Membership,
    Cohort,
    Enrolment,
    Attempt,
    LessonCompletion,
    Certificate,
)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in ROWS}


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """Loading takes seconds, so it is done once; what each test writes is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        list(load_demo(now=NOW, courses=["az-a1"]))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _demo(_loaded, db):
    """One course of the demo with everybody in it."""


@pytest.mark.usefixtures("_demo")
def test_demo_twice_doubles_nothing():
    once = counts()

    list(load_demo(now=NOW, courses=["az-a1"]))

    assert counts() == once


@pytest.mark.usefixtures("_demo")
def test_demo_has_its_people_and_centres():
    people = User.objects.filter(memberships=None)

    assert (people.count(), Centre.objects.count()) == (60, 3)
    assert Membership.objects.values("role").distinct().count() == 6


@pytest.mark.usefixtures("_demo")
def test_demo_has_cohorts_past_running_and_to_come():
    today = NOW.date()
    past = Cohort.objects.filter(ends_on__lt=today).count()
    future = Cohort.objects.filter(starts_on__gt=today).count()

    assert (past, Cohort.objects.count() - past - future, future) == (1, 2, 2)


@pytest.mark.usefixtures("_demo")
def test_demo_has_a_completed_cohort_whose_people_hold_certificates():
    completed = Enrolment.objects.filter(cohort__name="A1-BAK-1", state=EnrolmentState.COMPLETED)

    assert completed.count() == 14
    assert Certificate.objects.filter(enrolment__in=completed, kind="course").count() == 14


@pytest.mark.usefixtures("_demo")
def test_demo_has_certificates_that_wait_for_a_second_person_and_one_that_was_let_through():
    [waiting, done] = IssueBatch.objects.order_by("cohort__name")
    levels = Certificate.objects.filter(kind="level")

    assert [(each.cohort.name, each.state, each.rows.count()) for each in (waiting, done)] == [
        ("A1-BAK-1", BatchState.AWAITING, 14),
        ("A1-GNJ-1", BatchState.DONE, 1),
    ]
    assert sorted(levels.values_list("state", flat=True)) == ["draft"] * 14 + ["issued"]


@pytest.mark.django_db
def test_demo_has_diplomas_with_a_supplement():
    list(load_demo(now=NOW, courses=["migration-school"]))
    diplomas = Certificate.objects.filter(kind="diploma", state="issued")

    assert [len(each.snapshot["modules"]) for each in diplomas] == [5, 5, 5]  # four lessons and the final quiz


@pytest.mark.django_db
def test_demo_has_a_completed_cohort_whose_people_wait_for_certificates_one_with_a_doubtful_name():
    list(load_demo(now=NOW, courses=["rights"]))
    cohort = Cohort.objects.get(name="RIGHTS-BAK-0")

    assert (due(cohort).count(), issued_by_itself().filter(cohort=cohort).count()) == (8, 0)
    assert cohort.enrolments.filter(state=EnrolmentState.NOT_COMPLETED).count() == 2
    people = [each.person for each in due(cohort)]
    found = {each.name_latin: [doubt.code for doubt in doubts(each.name_latin, each.name)] for each in people}
    assert {name: codes for name, codes in found.items() if codes} == {"ZARINA NAZAROVA": ["capitals", "alphabets"]}


@pytest.mark.usefixtures("_demo")
def test_demo_posts_no_letters_about_the_past():
    assert Message.objects.count() == 0


@pytest.mark.usefixtures("_demo")
def test_demo_lessons_have_the_same_blocks_in_every_language():
    pages = LessonPage.objects.filter(lesson__key="greetings")

    ids = {tuple(block.id for block in page.body) for page in pages}

    assert (len(pages), len(ids)) == (3, 1)


def test_demo_is_refused_where_it_is_none(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo", stdout=StringIO())


def test_second_factor_of_the_demo_is_fixed():
    assert seed_of("trainer@example.org") == seed_of("trainer@example.org")
    assert seed_of("trainer@example.org") != seed_of("editor@example.org")
