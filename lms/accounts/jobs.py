"""What is done again and again about people."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lms.accounts.demo import current_codes
from lms.accounts.models import User
from lms.jobs import every
from lms.jobs.demo import note

UNCONFIRMED = timedelta(days=7)


@every("accounts.forget_unconfirmed", hours=24)
def forget_unconfirmed() -> None:
    forget_before(timezone.now() - UNCONFIRMED)


def forget_before(moment: datetime) -> int:
    """Deletes sign-ups whose address was never confirmed. Nobody made by staff, nobody who was ever signed in."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    never_used = User.objects.filter(last_login=None, created_by=None, memberships=None, is_superuser=False)
    stale = never_used.filter(date_joined__lt=moment, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = list(stale.exclude(Exists(verified)))
    for person in people:
        person.delete()
    return len(people)


@note
def demo_codes() -> list[tuple[str, str]]:
    """For the demo's mailbox: the staff's second factors."""
    return [(f"{entry.name} ({entry.login})", entry.code) for entry in current_codes()]
