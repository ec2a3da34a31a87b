"""Roles. Trainers and editors are also in the Django group that the authors' pages give permissions to."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit, rules
from lms.accounts.enums import AT_A_CENTRE, NATIONAL, Role
from lms.accounts.models import Centre, Membership, User
from lms.refusals import Refusal

GROUPS = {Role.TRAINER: "Trainers", Role.EDITOR: "Editors"}


@transaction.atomic
def grant(
    person: User, *, role: str, centre: Centre | None = None, actor: User | None = None, now: datetime | None = None
) -> Membership:
    """Gives a role, at one centre or nationally. May be repeated. `actor` is None for a command.

    Refuses a role at the wrong place, anybody but a national administrator, and a role for oneself.
    """
    refuse_others(actor, person)
    if role in NATIONAL and centre:
        raise Refusal(_("This role is for the whole country: leave the centre out."), code="role_is_national")
    if role in AT_A_CENTRE and not centre:
        raise Refusal(_("This role belongs to a centre: say which."), code="role_needs_centre")
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
    """Takes a role away, from the next request on. May be repeated. Refuses as `grant` does."""
    refuse_others(actor, membership.user)
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


def refuse_others(actor: User | None, person: User) -> None:
    """Roles and accounts of others are the national administrators' business; one's own is somebody else's."""
    if actor is None:
        return
    if not rules.has_role(actor, Role.NATIONAL_ADMIN):
        raise Refusal(_("Only a national administrator may do this."), code="not_allowed")
    if actor.pk == person.pk:
        raise Refusal(_("Ask another national administrator: nobody does this for oneself."), code="oneself")


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
