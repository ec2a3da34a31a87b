"""Taking a certificate back, for ever: one person asks and says why, another decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.enums import CertificateState, Reason
from certificates.models import Certificate, CertificateEvent, Revocation
from lms.accounts import audit
from lms.refusals import Refusal


def request_revocation(certificate: Certificate, *, reason: str, note: str = "", actor, now: datetime) -> Revocation:
    """Asks that a valid certificate be revoked; the request that waits already, if there is one. Nothing changes yet.

    Refuses `not_yours`, `not_valid` and `no_note` when another reason than the listed ones is not explained.
    """
    cohort = certificate.enrolment.cohort
    if not (rules.may_issue(actor, cohort) or rules.may_approve(actor, cohort)):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    if reason == Reason.OTHER and not note.strip():
        raise Refusal(_("Say why in a few words."), code="no_note", field="note")
    with transaction.atomic():
        certificate = _locked(certificate)
        waiting = certificate.revocations.filter(agreed__isnull=True).first()
        if waiting:
            return waiting
        if certificate.state != CertificateState.ISSUED:
            raise Refusal(_("Only a valid certificate can be revoked."), code="not_valid")
        asked = Revocation.objects.create(
            certificate=certificate, reason=Reason(reason), note=note.strip(), requested_by=actor, requested_at=now
        )
        _noted(certificate, "revocation_asked", actor=actor, now=now, reason=reason)
        return asked


def decide_revocation(revocation: Revocation, *, agreed: bool, actor, now: datetime, because: str = "") -> Revocation:
    """A second person revokes the certificate, or leaves it valid and says why. The first decision stays.

    Refuses `not_yours`, `same_person` for an agreement by whoever asked (she may take her request back), `own_certificate`
    for its holder, `no_reason` for another who leaves it valid without saying why, and `not_valid` when it was replaced meanwhile.
    """
    cohort = revocation.certificate.enrolment.cohort
    own = revocation.requested_by_id == actor.pk
    if not rules.may_approve(actor, cohort) and not (own and not agreed):
        raise Refusal(_("Only an approver of the centre or of the national office decides this."), code="not_yours")
    if own and agreed:
        raise Refusal(_("You asked for this. Another person must decide."), code="same_person")
    if revocation.certificate.enrolment.person_id == actor.pk and not own:
        raise Refusal(_("This certificate is your own. Another person must decide."), code="own_certificate")
    with transaction.atomic():
        certificate = _locked(revocation.certificate)
        revocation = Revocation.objects.select_for_update().get(pk=revocation.pk)
        if revocation.agreed is not None:
            return revocation
        if asks_why(revocation, certificate, actor=actor) and not agreed and not because.strip():
            raise Refusal(_("Say why in a few words."), code="no_reason", field="because")
        revocation.agreed, revocation.decided_by, revocation.decided_at = agreed, actor, now
        revocation.declined_because = "" if agreed or own else because.strip()
        revocation.save(update_fields=["agreed", "decided_by", "decided_at", "declined_because"])
        if not agreed:
            _noted(certificate, "revocation_declined", actor=actor, now=now, said=revocation.declined_because)
            return revocation
        issued = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.ISSUED)
        if not issued.update(state=CertificateState.REVOKED, revoked_at=now, reason=revocation.reason):
            raise Refusal(_("Only a valid certificate can be revoked."), code="not_valid")
        _noted(certificate, "revoked", actor=actor, now=now, reason=revocation.reason)
        return revocation


def asks_why(revocation: Revocation, certificate: Certificate, *, actor) -> bool:
    """Whoever leaves valid what another wants revoked says why; of what is not valid any more there is nothing to say."""
    return revocation.requested_by_id != actor.pk and certificate.state == CertificateState.ISSUED


def _locked(certificate: Certificate) -> Certificate:
    rows = Certificate.objects.select_for_update(of=("self",)).select_related(
        "enrolment__person", "enrolment__cohort__centre"
    )
    return rows.get(pk=certificate.pk)


def _noted(certificate: Certificate, action: str, *, actor, now: datetime, said: str = "", **facts) -> None:
    """`said` stands in the history of the certificate; the audit holds codes only."""
    told = facts | ({"reason": said} if said else {})
    CertificateEvent.objects.create(certificate=certificate, at=now, actor=actor, action=action, facts=told)
    audit.record(
        f"certificate.{action}",
        actor=actor,
        now=now,
        person=certificate.enrolment.person,
        centre=certificate.enrolment.cohort.centre,
        obj=certificate,
        **facts,
    )
