import pytest
from django.db import IntegrityError, transaction

from lms.accounts.domain import grant, revoke
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, Membership
from tests.factories.people import make_centre, make_person

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
    person, admin = make_person(), make_person()
    first = grant(person, role=Role.TRAINER, actor=admin, now=now)
    second = grant(person, role=Role.TRAINER, actor=admin, now=now)
    assert first == second
    event = AuditEvent.objects.get(action="role.granted")
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


def test_grant_of_a_centre_role_without_centre_changes_nothing():
    person = make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(person, role=Role.CENTRE_STAFF)
    assert not Membership.objects.exists()
    assert not AuditEvent.objects.exists()


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
