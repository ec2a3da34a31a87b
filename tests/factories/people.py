"""People and centres for tests. Names and numbers count up, so that every run makes the same rows."""

import time
from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from lms.accounts import sessions
from lms.accounts.adapters import MFAAdapter
from lms.accounts.domain import grant
from lms.accounts.enums import NATIONAL, Language, Role
from lms.accounts.identifiers import check_digit
from lms.accounts.models import Centre, CentreText, User

number = count(1)

CENTRE_NAMES = {Language.AZ: "Mərkəz", Language.EN: "Centre", Language.RU: "Центр"}
PASSWORD = "correct horse battery staple"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_login_id() -> str:
    body = str(100_000_000 + next(number))
    return body + check_digit(body)


def make_person(*, name: str = "", password: str | None = None, email: str | None = None, **over) -> User:
    """A learner. With `email` it is a verified address, ready for sign-in by code."""
    login_id = over.pop("login_id", None) or make_login_id()
    person = User.objects.create_user(login_id, password, name=name or f"Person {login_id}", email=email, **over)
    if email:
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    return person


def make_centre(*, code: str = "", names: dict[str, str] | None = None, **over) -> Centre:
    centre = Centre.objects.create(code=code or f"c{next(number)}", **over)
    for language, word in (names or CENTRE_NAMES).items():
        CentreText.objects.create(centre=centre, language=language, name=f"{word} {centre.code}", place="Bakı")
    return centre


def make_staff(
    role: str = Role.CENTRE_STAFF, *, centre: Centre | None = None, second_factor: bool = True, **over
) -> User:
    """Somebody with a role, at the centre unless it is a national one; with a second factor, unless told otherwise."""
    person = make_person(**({"password": PASSWORD} | over))
    grant(person, role=role, centre=None if role in NATIONAL else centre)
    if second_factor:
        make_totp(person)
    return person


def make_totp(person: User, secret: str = TOTP_SECRET) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": MFAAdapter().encrypt(secret)}
    )


def totp_code(secret: str = TOTP_SECRET, *, steps: int = 0) -> str:
    """The code that an app shows now, or so many steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client: Client, person: User) -> Client:
    """As after the whole way in, second factor included; without its pages."""
    Client.force_login(client, person)
    session = client.session
    session[sessions.BEGAN] = session[sessions.SEEN] = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


class Browser(Client):
    def force_login(self, user, backend=None):
        sign_in(self, user)
