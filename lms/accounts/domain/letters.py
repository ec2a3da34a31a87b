"""Letters about what somebody else did to an account. They name no other address: the reader may be the wrong person."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from lms.accounts.models import User
from lms.jobs.mail import post


def tell(person: User, letter: str) -> None:
    """Writes `account/email/<letter>` to the address in use, if there is one and it was ever confirmed."""
    address = EmailAddress.objects.filter(user=person, primary=True, verified=True).first()
    if address is None:
        return
    with translation.override(person.language):
        said = {"site_name": gettext("Training Center"), "site_url": settings.SITE_URL}
        subject = render_to_string(f"account/email/{letter}_subject.txt", said).strip()
        post(address.email, subject=subject, text=render_to_string(f"account/email/{letter}_message.txt", said))
