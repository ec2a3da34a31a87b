"""The demo's centres, staff and learners. Personal data goes to the accounts and nowhere else."""

import base64
import hashlib
from datetime import datetime

from cms.loading.content import DEMO, LANGUAGES, read
from lms.accounts.demo import give_second_factor
from lms.accounts.domain import create_learner, grant
from lms.accounts.domain.people import free_login_id
from lms.accounts.enums import Role
from lms.accounts.models import Centre, CentreText, LearnerProfile, User
from lms.saving import save_clean

# For trying out; the demo alone makes such accounts, and says so on its pages.
STAFF_PASSWORD = "green-carpet-1918"  # noqa: S105


def seed_of(mail: str) -> str:
    """The fixed second factor of a demo account: base 32, from its address alone."""
    return base64.b32encode(hashlib.sha256(mail.encode()).digest()[:20]).decode()


def load_people(*, now: datetime) -> dict[str, list[User]]:
    """The learners by their centre's code, in the order of the file. May be repeated."""
    facts = read(DEMO / "people.toml")
    centres = {each["code"]: load_centre(each) for each in facts["centres"]}
    for each in facts["staff"]:
        load_staff(each, centres)
    learners: dict[str, list[User]] = {code: [] for code in centres}
    for each in facts["people"]:
        learners[each["centre"]].append(load_learner(each, centres[each["centre"]], now=now))
    return learners


def load_centre(facts: dict) -> Centre:
    centre, _made = Centre.objects.get_or_create(code=facts["code"])
    for language in LANGUAGES:
        CentreText.objects.update_or_create(centre=centre, language=language, defaults=facts[language])
    return centre


def load_staff(facts: dict, centres: dict[str, Centre]) -> User:
    user = User.objects.filter(email=facts["mail"]).first()
    if user is None:
        user = account(facts, mail=facts["mail"])
        user.set_password(STAFF_PASSWORD)
        user.save()
    for role, code in facts["roles"]:
        if not user.memberships.filter(role=role, centre=centres.get(code)).exists():
            grant(user, role=role, centre=centres.get(code))
    give_second_factor(user, seed_of(facts["mail"]))
    return user


def load_learner(facts: dict, centre: Centre, *, now: datetime) -> User:
    """With an e-mail address as if she had signed up, without one as if staff had made the account."""
    mail = facts.get("mail")
    found = User.objects.filter(email=mail) if mail else User.objects.filter(email=None, name=facts["name"])
    person = found.first()
    if person is None:
        person = account(facts, mail=mail) if mail else by_staff(facts, centre, now=now)
    profile = {"birth_year": facts["born"], "sex": facts["sex"], "citizenship": facts["citizenship"]}
    LearnerProfile.objects.get_or_create(user=person, defaults=profile)
    return person


def account(facts: dict, *, mail: str) -> User:
    user = User(login_id=free_login_id(), email=mail, language=facts["language"])
    user.set_unusable_password()
    user.set_name(facts["name"], latin=facts.get("latin", ""))
    save_clean(user, exclude=["password"])
    user.emailaddress_set.create(email=mail, primary=True, verified=True)  # type: ignore[attr-defined]
    return user


def by_staff(facts: dict, centre: Centre, *, now: datetime) -> User:
    person, _slip = create_learner(
        actor=staff_of(centre),
        centre=centre,
        name=facts["name"],
        name_latin=facts["latin"],
        language=facts["language"],
        now=now,
    )
    return person


def staff_of(centre: Centre, *, role: Role = Role.CENTRE_STAFF) -> User:
    staff = User.objects.filter(memberships__role=role, memberships__centre=centre)
    return staff.order_by("pk")[0]
