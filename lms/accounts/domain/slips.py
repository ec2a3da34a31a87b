"""Slips: a code on paper for people without e-mail. One use, 72 hours, one open slip per person."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit, rules
from lms.accounts.domain.letters import tell
from lms.accounts.identifiers import clean_login_id, clean_slip_code, new_slip_code, slip_hash
from lms.accounts.models import ActivationSlip, Centre, User
from lms.refusals import Refusal

SLIP_LIFETIME = timedelta(hours=72)


def refuse_staff(person: User) -> None:
    """Whoever prints a slip could sign in with it: never for an account that can do more than a learner's."""
    if rules.needs_second_factor(person):
        raise Refusal(_("This person works here. Ask the national administrator."), code="has_role")


@transaction.atomic
def new_slip(person: User, *, actor: User, centre: Centre, now: datetime) -> str:
    """The code of a fresh slip; older open slips of this person stop working. Asks nobody whether `actor` may."""
    refuse_staff(User.objects.select_for_update().get(pk=person.pk))
    return issue_slip(person, actor=actor, centre=centre, now=now)


def issue_slip(person: User, *, actor: User, centre: Centre, now: datetime) -> str:
    """Needs a transaction around it."""
    ActivationSlip.objects.filter(user=person, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = new_slip_code()
    slip = ActivationSlip.objects.create(
        user=person, code_hash=slip_hash(code), created_by=actor, created_at=now, expires_at=now + SLIP_LIFETIME
    )
    audit.record("slip.issued", actor=actor, now=now, person=person, centre=centre, obj=slip)
    return code


def claim_address(person: User, code: str) -> str:
    """What the slip's QR code holds. The code stands behind the #, which a browser keeps to itself."""
    return f"{settings.SITE_URL}{reverse('account_claim')}?{urlencode({'login': person.login_id})}#{code}"


def check_slip(login_id: str, *, code: str, now: datetime) -> ActivationSlip:
    """The open slip that belongs to both. Changes nothing but the record of a refusal.

    Number unknown, code wrong, used, expired, of another person: one sentence for all, so that nothing can be learnt.
    """
    found = ActivationSlip.objects.select_related("user").filter(code_hash=slip_hash(clean_slip_code(code))).first()
    right_person = found is not None and secrets.compare_digest(
        found.user.login_id.encode(), clean_login_id(login_id).encode()
    )
    if found is None or not right_person or not found.is_open(now) or not found.user.is_active:
        person = User.objects.filter(login_id=clean_login_id(login_id)).first()
        audit.record("slip.refused", actor=None, now=now, person=person)
        raise Refusal(
            _(
                "This number and code do not work together. The code works once, for three days. Ask your centre for a new slip."
            ),
            code="slip_refused",
            field="code",
        )
    return found


@transaction.atomic
def claim(slip: ActivationSlip, *, password: str, now: datetime) -> User:
    """Takes the account over with a password of the person's own. Refuses a slip that was used in the meantime.

    `password` is validated by the form; an empty one leaves the account to codes by e-mail.
    """
    locked = ActivationSlip.objects.select_for_update().select_related("user").get(pk=slip.pk)
    person = locked.user
    if not locked.is_open(now) or not person.is_active:
        raise Refusal(_("This slip has been used. Ask your centre for a new one."), code="slip_used")
    refuse_staff(person)
    tell(person, "slip_used")
    locked.used_at = now
    locked.save(update_fields=["used_at"])
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save(update_fields=["password"])
    audit.record("person.claimed", actor=person, now=now, person=person, obj=locked)
    return person
