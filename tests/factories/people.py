"""People and centres for tests. Names and numbers count up, so that every run makes the same rows."""

from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from lms.accounts.adapters import MFAAdapter
from lms.accounts.domain import grant
from lms.accounts.enums import Language, Role
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
    """Somebody with a role; with a second factor, unless told otherwise."""
    person = make_person(**({"password": PASSWORD} | over))
    grant(person, role=role, centre=centre)
    if second_factor:
        make_totp(person)
    return person


def make_totp(person: User, secret: str = TOTP_SECRET) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": MFAAdapter().encrypt(secret)}
    )
