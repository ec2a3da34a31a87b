import pytest
from django.db import IntegrityError, transaction

from lms.accounts.domain import grant, revoke
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, Membership
from lms.refusals import Refusal
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def groups_of(person) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_grant_puts_trainers_and_editors_into_their_groups():
    person = make_person()
    grant(person, role=Role.TRAINER)
    assert groups_of(person) == {"Trainers"}
    grant(person, role=Role.EDITOR)
    assert groups_of(person) == {"Trainers", "Editors"}


def test_grant_of_a_desk_role_gives_no_group():
    person = make_person()
    grant(person, role=Role.CENTRE_STAFF, centre=make_centre())
    assert groups_of(person) == set()


def test_grant_twice_is_once(now):
    person, admin = make_person(), make_staff(Role.NATIONAL_ADMIN)
    first = grant(person, role=Role.TRAINER, actor=admin, now=now)
    second = grant(person, role=Role.TRAINER, actor=admin, now=now)
    assert first == second
    event = AuditEvent.objects.get(action="role.granted", person=person)
    assert (event.actor, event.person, event.facts) == (admin, person, {"role": "trainer"})


def test_revoke_leaves_the_group_only_with_the_last_membership():
    person, centre = make_person(), make_centre()
    here = grant(person, role=Role.TRAINER, centre=centre)
    everywhere = grant(person, role=Role.TRAINER)
    revoke(here)
    assert groups_of(person) == {"Trainers"}
    revoke(everywhere)
    revoke(everywhere)
    assert groups_of(person) == set()
    assert AuditEvent.objects.filter(action="role.revoked").count() == 2


def refusal_of(act) -> str:
    with pytest.raises(Refusal) as found:
        act()
    return found.value.code


def test_grant_at_the_wrong_place_changes_nothing():
    person, centre = make_person(), make_centre()
    assert refusal_of(lambda: grant(person, role=Role.CENTRE_STAFF)) == "role_needs_centre"
    assert refusal_of(lambda: grant(person, role=Role.NATIONAL_ADMIN, centre=centre)) == "role_is_national"
    assert refusal_of(lambda: grant(person, role=Role.AUDITOR, centre=centre)) == "role_is_national"
    assert (Membership.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("role", "somewhere"), [(Role.CENTRE_STAFF, False), (Role.NATIONAL_ADMIN, True), (Role.AUDITOR, True)]
)
def test_role_at_the_wrong_place_is_refused_by_the_database(role, somewhere):
    person, centre = make_person(), make_centre() if somewhere else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, role=role, centre=centre)
    assert not Membership.objects.exists()


@pytest.mark.parametrize("role", ["", *(role for role in Role.values if role != Role.NATIONAL_ADMIN)])
def test_nobody_but_a_national_administrator_gives_or_takes_roles(role):
    centre = make_centre()
    actor = make_staff(role, centre=centre) if role else make_person()
    colleague = make_staff(Role.TRAINER)
    assert refusal_of(lambda: grant(colleague, role=Role.EDITOR, actor=actor)) == "not_allowed"
    assert refusal_of(lambda: grant(actor, role=Role.NATIONAL_ADMIN, actor=actor)) == "not_allowed"
    assert refusal_of(lambda: revoke(colleague.memberships.get(), actor=actor)) == "not_allowed"
    assert list(colleague.memberships.values_list("role", flat=True)) == [Role.TRAINER]


def test_national_administrator_gives_herself_nothing():
    admin = make_staff(Role.NATIONAL_ADMIN)
    assert refusal_of(lambda: grant(admin, role=Role.TRAINER, actor=admin)) == "oneself"
    assert refusal_of(lambda: revoke(admin.memberships.get(), actor=admin)) == "oneself"


def test_closed_administrator_gives_nothing():
    admin = make_staff(Role.NATIONAL_ADMIN, is_active=False)
    assert refusal_of(lambda: grant(make_person(), role=Role.TRAINER, actor=admin)) == "not_allowed"


@pytest.mark.parametrize("at_a_centre", [True, False])
def test_membership_stands_once_even_without_a_centre(at_a_centre):
    person, centre = make_person(), make_centre() if at_a_centre else None
    Membership.objects.create(user=person, centre=centre, role=Role.TRAINER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, centre=centre, role=Role.TRAINER)
    assert Membership.objects.count() == 1


def test_national_role_twice_is_refused_by_the_database():
    """Both databases: SQLite holds two NULLs for different."""
    person = make_person()
    grant(person, role=Role.TRAINER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, role=Role.TRAINER)
    assert Membership.objects.count() == 1
