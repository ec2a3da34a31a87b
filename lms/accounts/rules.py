"""Who may. Every predicate can be read aloud: `has_role(user, Role.TRAINER, centre=centre)`."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User

Someone = User | AnonymousUser
DESK = (Role.CENTRE_STAFF, Role.APPROVER, Role.NATIONAL_ADMIN)
# Whoever works at a desk, and whoever looks over its shoulder.
READERS = (*DESK, Role.AUDITOR)
AUTHORS = (Role.TRAINER, Role.EDITOR)


def held(user: Someone) -> frozenset[tuple[str, int | None]]:
    """Pairs of role and centre id, asked once per user object. A superuser is a national administrator."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    found = getattr(user, "known_roles", None)
    if found is None:
        # A request's user knows already whether there is any: for most people the answer costs nothing.
        has_any = getattr(user, "has_role", True)
        found = frozenset(user.memberships.values_list("role", "centre_id")) if has_any else frozenset()
        if user.is_superuser:
            found |= {(str(Role.NATIONAL_ADMIN), None)}
        user.known_roles = found
    return found


def forget(user: User) -> None:
    """Ask again next time: the memberships of this user have changed."""
    for known in ("known_roles", "has_role"):
        if hasattr(user, known):
            delattr(user, known)


def has_role(user: Someone, *roles: str, centre: Centre | None = None) -> bool:
    """Holds one of the roles: anywhere, or, when a centre is given, there or nationally."""
    return any(role in roles and (centre is None or where in (None, centre.pk)) for role, where in held(user))


def centres_of(user: Someone, *roles: str) -> QuerySet[Centre]:
    """The centres where the user holds one of the roles; all of them for a national role."""
    places = {where for role, where in held(user) if role in roles}
    if None in places:
        return Centre.objects.all()
    return Centre.objects.filter(Q(pk__in=places))


def may_open_desk(user: Someone) -> bool:
    return has_role(user, *DESK)


def may_open_register(user: Someone) -> bool:
    return has_role(user, *READERS)


def may_author(user: Someone) -> bool:
    return has_role(user, *AUTHORS) or (user.is_active and user.is_superuser)


def needs_second_factor(user: Someone) -> bool:
    """Whoever can see or change what belongs to others."""
    return bool(held(user))


def may_add_people(user: Someone, centre: Centre) -> bool:
    return has_role(user, Role.CENTRE_STAFF, Role.NATIONAL_ADMIN, centre=centre)
