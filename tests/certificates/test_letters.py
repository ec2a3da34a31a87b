"""The letter that a certificate is ready."""

from datetime import timedelta

import pytest
from django.conf import settings

from certificates import domain
from certificates.letters import key_of, letters_about, tell
from certificates.models import Certificate
from lms.jobs.models import Message
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def issued(**person) -> Certificate:
    return domain.issue(make_completed(person=make_person(**person)), actor=None, now=NOW)


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("az", "Sertifikatınız hazırdır: Yeni başlayanlar üçün Azərbaycan dili"),
        ("en", "Your certificate is ready: Azerbaijani for beginners"),
        ("ru", "Ваш сертификат готов: Азербайджанский для начинающих"),
    ],
)
def test_letter_speaks_the_language_of_the_holder_and_leads_to_her_certificates(language, subject):
    tell(issued(email="anna@example.org", language=language), now=NOW)
    letter = Message.objects.get()
    assert (letter.subject, letter.language, letter.recipient) == (subject, language, "anna@example.org")
    assert f"{settings.SITE_URL}/my/certificates/" in letter.text.splitlines()


def test_letter_is_written_once():
    certificate = issued(email="anna@example.org")
    for _ in range(3):
        tell(certificate, now=NOW)
    assert list(letters_about([certificate])) == [key_of(certificate)]


def test_nobody_without_an_address_is_written_to():
    tell(issued(), now=NOW)
    assert not Message.objects.exists()


def test_certificate_that_was_revoked_meanwhile_is_not_announced():
    certificate = issued(email="anna@example.org")
    Certificate.objects.filter(pk=certificate.pk).update(state="revoked", revoked_at=NOW)
    certificate.refresh_from_db()
    tell(certificate, now=NOW)
    assert not Message.objects.exists()


def test_paper_that_is_drawn_again_years_later_is_no_news():
    tell(issued(email="anna@example.org"), now=NOW + timedelta(days=400))
    assert not Message.objects.exists()
