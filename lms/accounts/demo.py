"""The demo's staff have second factors that everybody may read. Outside the demo none of this answers."""

import time
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lms.accounts.adapters import MFAAdapter
from lms.accounts.models import User

PERIOD = 30


class DemoCode(NamedTuple):
    name: str
    login: str
    code: str
    seconds: int


def give_second_factor(user: User, secret: str) -> Authenticator:
    """A fixed TOTP seed (base 32) for an account of the demo. May be repeated."""
    refuse_outside_the_demo()
    data = {"secret": MFAAdapter().encrypt(secret), "demo": True}
    authenticator, _created = Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": data}
    )
    return authenticator


def current_codes() -> list[DemoCode]:
    """The code of each demo account for this half minute, and how many seconds it still has; nothing outside the demo."""
    if not settings.DEMO:
        return []
    at = int(time.time())
    seeded = Authenticator.objects.filter(type=Authenticator.Type.TOTP, data__demo=True).select_related("user")
    return [
        DemoCode(
            name=found.user.name,
            login=found.user.email or found.user.login_id,
            code=format_hotp_value(hotp_value(MFAAdapter().decrypt(found.data["secret"]), at // PERIOD)),
            seconds=PERIOD - at % PERIOD,
        )
        for found in seeded.order_by("user__pk")
    ]


def refuse_outside_the_demo() -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured("A fixed second factor is for the demo only.")
