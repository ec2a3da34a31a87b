from datetime import timedelta

import pytest

from courses.enums import EnrolmentMode, EnrolmentState
from courses.exceptions import EnrolmentRefused
from courses.models import Enrolment
from lms.accounts.domain import check_slip
from lms.accounts.models import AuditEvent, User
from lms.desk.domain import MaybeKnown, add_learner, find_person, forms, namesakes
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.people import make_centre, make_person

NEW = {"name": "Мурад Исмаилов", "name_latin": "Murad Ismailov", "language": "ru"}


def test_learner_gets_an_account_a_place_and_a_slip(staff, centre):
    cohort = make_cohort(centre=centre, mode=EnrolmentMode.STAFF)
    added = add_learner(cohort, actor=staff, now=NOW, **NEW)

    assert (
        added.person.name,
        added.person.email,
        added.person.created_by,
        added.enrolment.state,
        check_slip(added.person.login_id, code=added.code, now=NOW).user,
    ) == ("Мурад Исмаилов", None, staff, EnrolmentState.ACTIVE, added.person)


def test_learner_of_a_full_cohort_stands_in_line(staff, centre):
    cohort = make_cohort(centre=centre, seats=1)
    make_enrolment(cohort=cohort)

    assert add_learner(cohort, actor=staff, now=NOW, **NEW).enrolment.state == EnrolmentState.WAITING


def test_nobody_is_made_for_a_cohort_that_is_over(staff, centre):
    cohort = make_cohort(centre=centre)
    before = User.objects.count()
    with pytest.raises(EnrolmentRefused):
        add_learner(cohort, actor=staff, now=NOW + timedelta(days=60), **NEW)

    assert (User.objects.count(), Enrolment.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "name",
    ["Murad Ismailov", "Мурад  Исмаилов", "ISMAILOV, Murad", "Ismailov Murad", "\u0130smailov Murad"],
)
def test_namesake_is_asked_about_before_anybody_is_made(name, staff, centre):
    cohort = make_cohort(centre=centre)
    known = add_learner(cohort, actor=staff, now=NOW, **NEW).person
    with pytest.raises(MaybeKnown) as refusal:
        add_learner(cohort, actor=staff, name=name, language="az", now=NOW)

    assert (refusal.value.people, Enrolment.objects.count()) == ([known], 1)


def test_second_person_of_the_name_is_made_when_staff_have_looked(staff, centre):
    cohort = make_cohort(centre=centre)
    known = add_learner(cohort, actor=staff, now=NOW, **NEW).person
    second = add_learner(cohort, actor=staff, known=[known.public_id], now=NOW, **NEW).person

    assert second != known


def test_form_sent_twice_asks_about_the_first(staff, centre):
    cohort = make_cohort(centre=centre)
    known = add_learner(cohort, actor=staff, now=NOW, **NEW).person
    second = add_learner(cohort, actor=staff, known=[known.public_id], now=NOW, **NEW).person
    with pytest.raises(MaybeKnown) as refusal:
        add_learner(cohort, actor=staff, known=[known.public_id], now=NOW, **NEW)

    assert refusal.value.people == [second]


@pytest.mark.parametrize("name", ["Murad", "Murad Ismailova", "Murad Murad Ismailov"])
def test_similar_name_is_somebody_else(name, centre):
    make_enrolment(cohort=make_cohort(centre=centre), person=make_person(name="Murad Ismailov"))

    assert namesakes(centre, name) == []


def test_namesake_of_another_centre_is_not_known(centre):
    make_enrolment(cohort=make_cohort(centre=make_centre()), person=make_person(name="Murad Ismailov"))

    assert namesakes(centre, "Murad Ismailov") == []


def test_forms_of_a_name_do_not_mind_script_order_and_case():
    assert forms("Мурад Исмаилов", "ISMAILOV Murad", "", "…") == {("ismailov", "murad")}


@pytest.fixture
def stranger():
    return make_person(name="Мария Щербакова", name_latin="Mariia Shcherbakova", email="maria@example.org")


@pytest.mark.parametrize("name", ["Мария Щербакова", "Mariia Shcherbakova", "щербакова мария"])
@pytest.mark.parametrize("which", ["number", "spaced", "address"])
def test_person_is_found_by_number_or_address_together_with_the_name(which, name, staff, centre, stranger):
    number = stranger.login_id
    told = {"number": number, "spaced": f" {number[:4]} {number[4:]} ", "address": "MARIA@example.org "}[which]

    assert find_person(told, name=name, actor=staff, centre=centre, now=NOW) == stranger


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("{number}", "Anna"),
        ("{number}", ""),
        ("1234567890", "Мария Щербакова"),
        ("nobody@example.org", "Мария Щербакова"),
        ("%", "Мария Щербакова"),
        ("", ""),
    ],
)
def test_half_of_it_finds_nobody_and_tells_nothing(number, name, staff, centre, stranger):
    with pytest.raises(Refusal) as refusal:
        find_person(number.format(number=stranger.login_id), name=name, actor=staff, centre=centre, now=NOW)
    row = AuditEvent.objects.get(action="person.not_found")

    assert (refusal.value.code, refusal.value.field, row.actor, row.person) == ("not_found", "number", staff, None)
