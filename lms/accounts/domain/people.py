from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit
from lms.accounts.domain.closing import end_sessions
from lms.accounts.domain.letters import tell
from lms.accounts.domain.slips import issue_slip, refuse_staff
from lms.accounts.identifiers import new_login_id
from lms.accounts.models import Centre, LearnerProfile, User
from lms.refusals import Refusal
from lms.saving import save_clean


def free_login_id() -> str:
    """A login number that nobody has. Nine random digits meet a taken one about once in a thousand at a million people."""
    while User.objects.filter(login_id=(login_id := new_login_id())).exists():
        pass
    return login_id


def sign_up(person: User, *, name: str, email: str, language: str) -> User:
    """A new person who proves the address by a code. No audit row before that: an unconfirmed sign-up is deleted later.

    Raises ValidationError, and IntegrityError when somebody else took the address at the same moment.
    """
    person.login_id, person.email, person.language = free_login_id(), email, language
    person.set_name(name)
    person.set_unusable_password()
    person.save()
    return person


@transaction.atomic
def create_learner(
    *, actor: User, centre: Centre, name: str, name_latin: str = "", language: str, now: datetime
) -> tuple[User, str]:
    """A person without e-mail, and the code of the slip with which she takes the account over.

    The code is returned once and kept nowhere. Raises Refusal when the name or the language is refused.
    """
    person = User(login_id=free_login_id(), language=language, created_by=actor)
    person.set_unusable_password()
    try:
        person.set_name(name, latin=name_latin)
        save_clean(person, exclude=["password"])
    except ValidationError as found:
        raise refused(found) from found
    audit.record("person.created", actor=actor, now=now, person=person, centre=centre)
    return person, issue_slip(person, actor=actor, centre=centre, now=now)


@transaction.atomic
def update_name(person: User, *, actor: User, name: str, name_latin: str = "", now: datetime) -> User:
    """Certificates already issued keep the old name. The same name again changes nothing."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    before = (locked.name, locked.name_latin)
    try:
        locked.set_name(name, latin=name_latin)
    except ValidationError as found:
        raise refused(found) from found
    if (locked.name, locked.name_latin) != before:
        locked.save(update_fields=["name", "name_latin", "name_folded"])
        audit.record("person.renamed", actor=actor, now=now, person=locked)
    return locked


@transaction.atomic
def update_profile(profile: LearnerProfile, *, actor: User, now: datetime) -> None:
    """What a person tells about herself, checked by its form. Which fields were filled stays unsaid in the audit."""
    profile.save()
    audit.record("person.profile_changed", actor=actor, now=now, person=profile.user)


def set_language(person: User, language: str) -> None:
    """The language of the letters to this person. May be repeated; an unknown language changes nothing."""
    if language != person.language and language in dict(User._meta.get_field("language").flatchoices):
        User.objects.filter(pk=person.pk).update(language=language)
        person.language = language


@transaction.atomic
def replace_email(person: User, *, actor: User, centre: Centre, email: str, now: datetime) -> None:
    """Staff write down a new address for someone who lost the old one. It is verified by the first code sent to it.

    The old address is told, and every session ends: whoever has the mailbox may have the phone too. Refuses an address
    that somebody has, and people with a role: they change it themselves.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    refuse_staff(locked)
    address = email.strip().lower()
    taken = EmailAddress.objects.filter(email__iexact=address) | EmailAddress.objects.filter(
        user__email__iexact=address
    )
    if taken.exclude(user=locked).exists() or User.objects.filter(email__iexact=address).exclude(pk=locked.pk).exists():
        raise Refusal(
            _("Another person has this e-mail address. Ask for a different one."), code="email_taken", field="email"
        )
    locked.email = address
    try:
        locked.full_clean(exclude=["password"])
    except ValidationError as found:
        raise refused(found) from found
    tell(locked, "email_replaced")
    locked.save(update_fields=["email"])
    EmailAddress.objects.filter(user=locked).delete()
    EmailAddress.objects.create(user=locked, email=address, primary=True, verified=False)
    end_sessions(locked)
    audit.record("person.email_replaced", actor=actor, now=now, person=locked, centre=centre)


def refused(found: ValidationError) -> Refusal:
    """The first complaint, with its field where there is one."""
    if hasattr(found, "error_dict"):
        field, errors = next(iter(found.error_dict.items()))
        return Refusal(errors[0].messages[0], code=errors[0].code or "invalid", field=field)
    return Refusal(found.messages[0], code=found.error_list[0].code or "invalid", field="name")
