"""Roles. Trainers and editors are also in the Django group that the authors' pages give permissions to."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from lms.accounts import audit, rules
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User

GROUPS = {Role.TRAINER: "Trainers", Role.EDITOR: "Editors"}


@transaction.atomic
def grant(
    person: User, *, role: str, centre: Centre | None = None, actor: User | None = None, now: datetime | None = None
) -> Membership:
    """Gives a role, at one centre or nationally. May be repeated. `actor` is None for a command."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    membership, created = Membership.objects.get_or_create(user=locked, role=role, centre=centre)
    if created:
        audit.record(
            "role.granted", actor=actor, now=now or timezone.now(), person=locked, centre=centre, role=str(role)
        )
    keep_groups(person)
    return membership


@transaction.atomic
def revoke(membership: Membership, *, actor: User | None = None, now: datetime | None = None) -> None:
    """Takes a role away. May be repeated."""
    person = User.objects.select_for_update().get(pk=membership.user_id)
    deleted, _rows = Membership.objects.filter(pk=membership.pk).delete()
    if deleted:
        audit.record(
            "role.revoked",
            actor=actor,
            now=now or timezone.now(),
            person=person,
            centre=membership.centre,
            role=membership.role,
        )
    keep_groups(membership.user)


def keep_groups(person: User) -> None:
    """The groups follow from the memberships, whatever they were before. Needs a transaction around it."""
    roles = set(person.memberships.values_list("role", flat=True))
    for role, name in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        if role in roles:
            person.groups.add(group)
        else:
            person.groups.remove(group)
    rules.forget(person)
