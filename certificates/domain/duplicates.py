"""A lost paper: the same file once more. The register only remembers that it was handed out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.papers import made_now, rendered
from certificates.enums import CertificateState, Lost
from certificates.models import Certificate, CertificateEvent, CertificateFile
from lms.accounts import audit
from lms.refusals import Refusal


def duplicate(certificate: Certificate, *, actor, now: datetime, reason: str = Lost.LOST) -> CertificateFile:
    """The paper of a valid certificate, byte for byte, and an event that says who handed it out and why.

    Each call is one more paper. A file that was lost from the disk is made again. Refuses `not_yours`, `not_valid`, and
    `not_ready` where it cannot be made just now.
    """
    enrolment = certificate.enrolment
    if not rules.may_issue(actor, enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    reason = Lost(reason)
    with made_now():
        file = rendered(certificate) if certificate.is_numbered else None
    with transaction.atomic():
        state = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk).state
        if state != CertificateState.ISSUED or file is None:
            raise Refusal(_("Only a valid certificate is printed again."), code="not_valid")
        CertificateEvent.objects.create(
            certificate=certificate, at=now, actor=actor, action="duplicate", facts={"reason": reason}
        )
        audit.record(
            "certificate.duplicate",
            actor=actor,
            now=now,
            person=enrolment.person,
            centre=enrolment.cohort.centre,
            obj=certificate,
            reason=reason,
        )
    return file
