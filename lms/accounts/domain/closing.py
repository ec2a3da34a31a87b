"""Closing an account, and what is left to do when somebody lost the second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from lms.accounts import audit
from lms.accounts.domain.memberships import refuse_others
from lms.accounts.models import User


@transaction.atomic
def close(person: User, *, now: datetime, actor: User | None = None) -> None:
    """Nobody signs in here any more; sessions end with their next request. Records and certificates stay. May be repeated."""
    switch(person, to=False, action="person.closed", actor=actor, now=now)


@transaction.atomic
def reopen(person: User, *, now: datetime, actor: User | None = None) -> None:
    """Takes `close` back. May be repeated."""
    switch(person, to=True, action="person.reopened", actor=actor, now=now)


def switch(person: User, *, to: bool, action: str, actor: User | None, now: datetime) -> None:
    """Needs a transaction around it."""
    refuse_others(actor, person)
    if User.objects.filter(pk=person.pk, is_active=not to).update(is_active=to):
        audit.record(action, actor=actor, now=now, person=person)
    person.is_active = to


@transaction.atomic
def forget_factors(person: User, *, now: datetime, actor: User | None = None) -> None:
    """For whoever lost phone, keys and recovery codes: she sets up a new second factor at the next sign-in.

    Every session ends, because one of them may be on the lost phone. May be repeated.
    """
    refuse_others(actor, person)
    locked = User.objects.select_for_update().get(pk=person.pk)
    end_sessions(locked)
    deleted, _rows = Authenticator.objects.filter(user=locked).delete()
    if deleted:
        audit.record("person.factors_forgotten", actor=actor, now=now, person=locked)


def end_sessions(person: User) -> None:
    """Signs the person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()
