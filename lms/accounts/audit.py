"""What was done, by whom, to whom. Rows are written in the caller's transaction and never changed.

`facts` hold codes and numbers, never a name, an address or what somebody answered.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from lms.accounts.models import AuditEvent, Centre, User


def record(
    action: str,
    *,
    actor: User | AnonymousUser | None,
    now: datetime,
    person: User | None = None,
    centre: Centre | None = None,
    obj: Model | None = None,
    **facts: str | int | bool | list | None,
) -> AuditEvent:
    """One row. `actor` is None for what the system does by itself. `facts` must be ready for JSON."""
    return AuditEvent.objects.create(
        at=now,
        actor=actor if isinstance(actor, User) else None,
        action=action,
        person=person,
        centre=centre,
        object_type=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        facts=facts,
    )


def seen(actor: User, person: User, now: datetime, screen: str, *, centre: Centre | None = None) -> None:
    """Staff opened a page about a person. Looking at oneself leaves no row."""
    if actor.pk != person.pk:
        record("person.seen", actor=actor, now=now, person=person, centre=centre, screen=screen)


def listed(actor: User, people: Iterable[int], now: datetime, screen: str, *, centre: Centre | None = None) -> None:
    """Staff opened a list of people: one row with their number and a hash of their sorted ids."""
    ids = sorted(people)
    digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
    record("people.listed", actor=actor, now=now, centre=centre, screen=screen, count=len(ids), ids=digest)
