"""The address under which a holder shows a certificate to whomever she likes, until she switches it off."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, Share
from lms.accounts import audit
from lms.refusals import Refusal


def share(certificate: Certificate, *, actor, now: datetime) -> Share:
    """A public address of the certificate: the one that is on, or a new one. One that was switched off never comes back.

    Twice is once. Refuses `not_yours` for everybody but the holder, and `not_issued` for a draft.
    """
    with transaction.atomic():
        certificate = _own(certificate, actor=actor)
        found = Share.objects.filter(certificate=certificate).first()
        if found and found.is_on:
            return found
        values = {"token": secrets.token_urlsafe(16), "is_on": True, "changed_at": now}
        found, _created = Share.objects.update_or_create(certificate=certificate, defaults=values)
        _noted("certificate.shared", certificate, actor=actor, now=now)
        return found


def stop_sharing(certificate: Certificate, *, actor, now: datetime) -> None:
    """Whoever has the address sees nothing there from now on. Twice is once. Refuses what `share` refuses."""
    with transaction.atomic():
        certificate = _own(certificate, actor=actor)
        if Share.objects.filter(certificate=certificate, is_on=True).update(is_on=False, changed_at=now):
            _noted("certificate.unshared", certificate, actor=actor, now=now)


def _own(certificate: Certificate, *, actor) -> Certificate:
    """The certificate, locked."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related(
        "enrolment__person", "enrolment__cohort__centre"
    )
    certificate = rows.get(pk=certificate.pk)
    if certificate.enrolment.person_id != actor.pk:
        raise Refusal(_("Only the holder shares a certificate."), code="not_yours")
    if not certificate.is_numbered:
        raise Refusal(_("This certificate is not issued yet."), code="not_issued")
    return certificate


def _noted(action: str, certificate: Certificate, *, actor, now: datetime) -> None:
    person, centre = certificate.enrolment.person, certificate.enrolment.cohort.centre
    audit.record(action, actor=actor, now=now, person=person, centre=centre, obj=certificate)
