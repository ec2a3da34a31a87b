"""A lost paper: the same file once more. The register only remembers that it was handed out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.papers import rendered
from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateEvent, CertificateFile
from lms.accounts import audit
from lms.refusals import Refusal


def duplicate(certificate: Certificate, *, actor, now: datetime) -> CertificateFile:
    """The paper of a valid certificate, byte for byte, and an event. Refuses `not_yours` and `not_valid`."""
    enrolment = certificate.enrolment
    if not rules.may_issue(actor, enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    if certificate.state != CertificateState.ISSUED:
        raise Refusal(_("Only a valid certificate is printed again."), code="not_valid")
    file = rendered(certificate)
    with transaction.atomic():
        CertificateEvent.objects.create(certificate=certificate, at=now, actor=actor, action="duplicate")
        audit.record(
            "certificate.duplicate",
            actor=actor,
            now=now,
            person=enrolment.person,
            centre=enrolment.cohort.centre,
            obj=certificate,
        )
    return file
