"""The slip that staff print and hand over: the way into an account for a person without e-mail, in her language."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.accounts.domain import claim_address
from lms.accounts.identifiers import grouped
from lms.accounts.models import Centre, User
from lms.accounts.texts import in_language
from lms.pdf.faces import undrawable
from lms.pdf.slip import Slip, draw_slips
from lms.ui import moment


def slip_pdf(person: User, *, code: str, centre: Centre, expires_at: datetime, now: datetime) -> bytes:
    """One A5 page. A name that no face can draw gives way to its Latin form, and that to the login number."""
    with translation.override(person.language):
        issuer = in_language(centre.texts.all(), person.language)
        return draw_slips(
            [slip(person, code=code, expires_at=expires_at)],
            title=_("Slip for your account"),
            author=issuer.name if issuer else settings.SITE_NAME,
            language=person.language,
            moment=now,
        )


def slip(person: User, *, code: str, expires_at: datetime) -> Slip:
    return Slip(
        heading=_("Slip for your account"),
        name=printable_name(person),
        fields=[(_("Login number"), grouped(person.login_id)), (_("Code"), grouped(code))],
        address=claim_address(person, code),
        address_label=_("Scan the square with your phone, or type this address:"),
        address_shown=urlsplit(settings.SITE_URL).netloc + reverse("account_claim"),
        code_alternative=_("Square code with the address of the page where you start"),
        instructions=[
            _("Scan the square, or type the address into a browser."),
            _("Type the login number and the code as they stand here."),
            _("Choose a password that you will remember, or write your e-mail address."),
            _("Next time you need only the login number and your password."),
        ],
        note=_("The code works once, until %(moment)s. Show it to nobody. If it is lost, your centre prints a new one.")
        % {"moment": moment(timezone.localtime(expires_at))},
    )


def printable_name(person: User) -> str:
    printable = (name for name in (person.name, person.name_latin) if name and not undrawable(name))
    return next(printable, grouped(person.login_id))
