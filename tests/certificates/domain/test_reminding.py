"""A letter before a certificate ends: once a term, and to nobody who needs none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates import domain, jobs
from certificates.domain import Rule
from certificates.enums import CertificateState, Kind
from certificates.models import Certificate
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.jobs.models import Message
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _twelve_months():
    domain.set_rule(Kind.COURSE, Rule(False, months_valid=12), actor=make_staff(Role.NATIONAL_ADMIN), now=NOW)


def make_ending(*, email: str | None = "leyla@example.org", language: str = "en", cohort=None, **over) -> Certificate:
    person = make_person(name="Leyla Aliyeva", email=email, language=language, **over)
    return domain.issue(make_completed(person=person, cohort=cohort), actor=None, now=NOW)


def before_the_end(certificate, days: int):
    return NOW + (certificate.valid_until - NOW.date()) - timedelta(days=days)


def sent(monkeypatch, *moments) -> list[str]:
    """The days of the letters that were sent when the job ran at these moments."""
    for moment in moments:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        jobs.remind()
    return [each.action for certificate in Certificate.objects.all() for each in certificate.events.order_by("pk")][2:]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([61], []),
        ([60], ["reminded_60"]),
        ([60, 59, 15], ["reminded_60"]),
        ([60, 14, 13, 0], ["reminded_60", "reminded_14"]),
        ([30], ["reminded_60"]),
        ([10], ["reminded_14"]),
        ([0], ["reminded_14"]),
        ([-1], []),
    ],
)
def test_holder_is_told_once_a_term(days, told, monkeypatch):
    certificate = make_ending()
    assert sent(monkeypatch, *(before_the_end(certificate, each) for each in days)) == told
    assert Message.objects.count() == len(told)


def test_letter_says_what_ends_when_and_what_to_do(monkeypatch):
    certificate = make_ending(language="en")
    sent(monkeypatch, before_the_end(certificate, 60))
    letter = Message.objects.get()
    assert (letter.recipient, letter.language) == ("leyla@example.org", "en")
    assert letter.subject == "Your certificate is valid until 23 November 2027"
    for words in (
        certificate.number,
        "Azerbaijani for beginners",
        "complete the course again",
        "/en/",
        "/my/certificates/",
    ):
        assert words in letter.text


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("az", "Sertifikatınız 23 noyabr 2027 tarixinədək etibarlıdır"),
        ("ru", "Ваш сертификат действителен до 23 ноября 2027 г."),
    ],
)
def test_letter_is_in_the_holders_language(language, subject, monkeypatch):
    certificate = make_ending(language=language)
    sent(monkeypatch, before_the_end(certificate, 60))
    assert Message.objects.get().subject.lower().startswith(subject.lower())


def test_done_twice_is_once():
    certificate = make_ending()
    at = before_the_end(certificate, 60)
    assert [domain.remind(certificate, days=60, now=at) for _ in range(2)] == [True, False]
    assert (Message.objects.count(), AuditEvent.objects.filter(action="certificate.reminded").count()) == (1, 1)


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.SUPERSEDED])
def test_what_is_not_valid_any_more_is_not_reminded_of(state, monkeypatch):
    certificate = make_ending()
    Certificate.objects.update(state=state, revoked_at=NOW)
    assert sent(monkeypatch, *(before_the_end(certificate, each) for each in domain.REMINDER_TERMS)) == []


def test_whoever_has_renewed_is_left_alone(monkeypatch):
    certificate = make_ending()
    cohort = make_finished_cohort(centre=certificate.centre)
    type(cohort).objects.filter(pk=cohort.pk).update(course=certificate.enrolment.cohort.course)
    cohort.refresh_from_db()
    again = make_completed(cohort=cohort, person=certificate.enrolment.person)
    domain.issue(again, actor=None, now=NOW + timedelta(days=200))
    sent(monkeypatch, before_the_end(certificate, 60))
    assert not Message.objects.exists()


def test_another_course_is_no_renewal(monkeypatch):
    certificate = make_ending()
    domain.issue(make_completed(person=certificate.enrolment.person), actor=None, now=NOW + timedelta(days=200))
    sent(monkeypatch, before_the_end(certificate, 60))
    assert Message.objects.count() == 1


@pytest.mark.parametrize("facts", [{"email": None}, {"is_active": False}])
def test_whoever_reads_no_letters_gets_none(facts, monkeypatch):
    certificate = make_ending(**facts)
    assert sent(monkeypatch, before_the_end(certificate, 60)) == []
