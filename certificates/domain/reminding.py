"""A letter before a certificate ends: once two months before, once two weeks before."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateEvent
from certificates.snapshot import in_words
from lms.accounts import audit
from lms.accounts.texts import in_language
from lms.jobs.mail import post

# Days before the last one. A letter that was missed is not sent after its successor is due.
REMINDER_TERMS = (60, 14)


def ending(certificates: QuerySet[Certificate], *, today: date, days: int = REMINDER_TERMS[0]) -> QuerySet[Certificate]:
    """Valid now, and not for longer than so many days."""
    last = today + timedelta(days=days)
    return certificates.filter(state=CertificateState.ISSUED, valid_until__gte=today, valid_until__lte=last)


def to_remind(*, days: int, today: date) -> QuerySet[Certificate]:
    """Whose holder is told now that so many days, or fewer, are left: not twice, and not whoever has renewed already."""
    later = [term for term in REMINDER_TERMS if term < days]
    told = CertificateEvent.objects.filter(certificate=OuterRef("pk"), action=action(days))
    waiting = ending(Certificate.objects.all(), today=today, days=days).exclude(Exists(told))
    if later:
        waiting = waiting.filter(valid_until__gt=today + timedelta(days=max(later)))
    holders = waiting.filter(enrolment__person__is_active=True, enrolment__person__email__isnull=False)
    return holders.exclude(Exists(renewals())).order_by("valid_until", "pk")


def renewals() -> QuerySet[Certificate]:
    """Of the outer certificate: a valid one of the same kind, course and holder that lasts longer."""
    longer = Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until"))
    return Certificate.objects.filter(
        longer,
        state=CertificateState.ISSUED,
        kind=OuterRef("kind"),
        enrolment__person=OuterRef("enrolment__person"),
        enrolment__cohort__course=OuterRef("enrolment__cohort__course"),
    )


def action(days: int) -> str:
    return f"reminded_{days}"


def remind(certificate: Certificate, *, days: int, now: datetime) -> bool:
    """Writes to the holder, and into the history that it was done; False where there is nothing to tell any more.

    May be repeated: one letter a term.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        Certificate.objects.select_for_update().get(pk=certificate.pk)
        waiting = to_remind(days=days, today=today).select_related("enrolment__person", "enrolment__cohort__centre")
        found = waiting.filter(pk=certificate.pk).first()
        if found is None:
            return False
        _write(found, str(found.enrolment.person.email), days=days)
        CertificateEvent.objects.create(certificate=found, at=now, action=action(days))
        audit.record(
            "certificate.reminded",
            actor=None,
            now=now,
            person=found.enrolment.person,
            centre=found.enrolment.cohort.centre,
            obj=found,
            days=days,
        )
    return True


def _write(certificate: Certificate, address: str, *, days: int) -> None:
    """In the holder's language. The template's first line is the subject."""
    person, centre = certificate.enrolment.person, certificate.enrolment.cohort.centre
    with translation.override(person.language):
        facts = {
            "name": person.name,
            "facts": in_words(certificate.snapshot, language=person.language),
            "certificate": certificate,
            "centre": in_language(centre.texts.all(), person.language),
            "courses": f"{settings.SITE_URL}/{person.language}/",
            "mine": settings.SITE_URL + reverse("my_certificates"),
            "site": settings.SITE_NAME,
        }
        subject, _line_end, text = render_to_string("certificates/letters/ending.txt", facts).partition("\n")
    post(
        address,
        subject=subject.strip(),
        text=text.strip() + "\n",
        language=person.language,
        dedupe_key=f"certificate-ending:{certificate.pk}:{days}",
    )
