"""What is done again and again about people."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lms.accounts.demo import current_codes
from lms.accounts.models import AuditEvent, User
from lms.jobs import every
from lms.jobs.demo import note

UNCONFIRMED = timedelta(days=7)


@every("accounts.forget_unconfirmed", hours=24)
def forget_unconfirmed() -> None:
    forget_before(timezone.now() - UNCONFIRMED)


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """Deletes sign-ups whose address was never confirmed. Nobody made by staff, nobody who was ever signed in.

    Locks them first, for the code may be entered at this moment; leaves whom the audit names.
    """
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    named = AuditEvent.objects.filter(Q(person=OuterRef("pk")) | Q(actor=OuterRef("pk")))
    never_used = User.objects.filter(last_login=None, created_by=None, memberships=None, is_superuser=False)
    stale = never_used.filter(date_joined__lt=moment, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = stale.exclude(Exists(verified)).exclude(Exists(named)).select_for_update(of=("self",))
    gone = [person.delete() for person in people]
    return len(gone)


@every("accounts.forget_sessions", hours=24)
def forget_sessions() -> int:
    """Where somebody was signed in is forgotten with the session: address and device are personal data."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return UserSession.objects.exclude(Exists(alive)).delete()[0]


@note
def demo_codes() -> list[tuple[str, str]]:
    """For the demo's mailbox: the staff's second factors."""
    return [(f"{entry.name} ({entry.login})", entry.code) for entry in current_codes()]
