"""The letter that a certificate is ready, in the language of its holder. It carries no file: the paper is behind the sign-in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from certificates.enums import CertificateState
from certificates.models import Certificate
from certificates.snapshot import in_one_language
from lms.jobs.mail import post
from lms.jobs.models import Message

# A paper that is drawn again after so long is no news to its holder.
NEWS = timedelta(days=7)


def tell(certificate: Certificate, *, now: datetime) -> None:
    """Writes the letter about a valid certificate: once, however often it is asked for. Without an address there is none.

    Raises ValueError for an address that no letter can be sent to.
    """
    person = certificate.enrolment.person
    is_news = certificate.issued_at and now - certificate.issued_at < NEWS
    if certificate.state != CertificateState.ISSUED or not is_news or not person.email:
        return
    with translation.override(person.language):
        said = {
            "name": person.name,
            "course": in_one_language(certificate.snapshot["course_title"], person.language),
            "address": settings.SITE_URL + reverse("my_certificates"),
            "site": settings.SITE_NAME,
        }
        text = render_to_string("certificates/letters/issued.txt", said)
    subject, _line_end, body = text.partition("\n")
    post(
        person.email,
        subject=subject.strip(),
        text=body.strip() + "\n",
        language=person.language,
        dedupe_key=key_of(certificate),
    )


def key_of(certificate: Certificate) -> str:
    return f"certificate-issued:{certificate.public_id}"


def letters_about(certificates: Iterable[Certificate]) -> dict[str, Message]:
    """What became of their letters, by `key_of`. One query."""
    found = Message.objects.filter(dedupe_key__in=[key_of(each) for each in certificates])
    return {letter.dedupe_key: letter for letter in found.defer("text", "html")}
