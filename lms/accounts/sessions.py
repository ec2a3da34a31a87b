"""How long a session lasts, and whether its person has shown a second factor in it."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest

from lms.accounts.models import User

BEGAN = "began_at"
SEEN = "seen_at"
NOTE_SECONDS = 60  # a session row is written at most that often for being seen


def begin(request: HttpRequest, user: User) -> None:
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over_for_staff(request: HttpRequest) -> bool:
    """Twelve hours after signing in, or half an hour without a request. A session of unknown age is over."""
    at = time.time()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    if at - began > settings.STAFF_SESSION_SECONDS or at - seen > settings.STAFF_IDLE_SECONDS:
        return True
    if at - seen > NOTE_SECONDS:
        request.session[SEEN] = at
    return False


def showed_second_factor(request: HttpRequest, user: User) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def showed_password(request: HttpRequest, user: User) -> bool:
    """A password, or a passkey that asked for fingerprint, face or PIN. A code by e-mail is neither."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "password" or record.get("passwordless") for record in records)


def remember_second_factor(request: HttpRequest, user: User) -> None:
    """Setting one up is showing it."""
    record_authentication(request, user, method="mfa", type="set_up")
