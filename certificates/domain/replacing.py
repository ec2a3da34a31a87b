"""A certificate with a mistake on it gets a successor: a new number, and the old one says which. Two persons."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.due import completed, template_version
from certificates.enums import OVER, CertificateState, Purpose, Reason
from certificates.models import Certificate, CertificateEvent, IssueBatch, IssueBatchRow
from certificates.snapshot import facts
from lms.accounts import audit
from lms.jobs import enqueue
from lms.refusals import Refusal


def request_replacement(certificate: Certificate, *, reason: str, actor, now: datetime) -> IssueBatch:
    """Asks for a certificate with the values of today in the place of this one; the request that waits, if there is one.

    What is wrong is mended first, where it stands: the person's name, the course. Refuses `not_yours`, `not_valid`, and
    `nothing_changed`: then the same paper is handed out again. A second person approves the batch.
    """
    if not rules.may_issue(actor, certificate.enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        enrolment = completed().get(pk=certificate.enrolment_id)
        waiting = IssueBatchRow.objects.filter(replaces=certificate).exclude(batch__state__in=OVER).first()
        if waiting:
            return waiting.batch
        if certificate.state != CertificateState.ISSUED:
            raise Refusal(_("Only a valid certificate can be replaced."), code="not_valid")
        template = template_version(certificate.kind, course=enrolment.cohort.course)
        if not _differs(certificate, facts(enrolment, kind=certificate.kind, template=template)):
            raise Refusal(
                _("Nothing on it has changed. Correct the name or the course first, or print the same paper again."),
                code="nothing_changed",
            )
        batch = IssueBatch.objects.create(
            cohort=enrolment.cohort,
            kind=certificate.kind,
            purpose=Purpose.REISSUE,
            requested_by=actor,
            requested_at=now,
        )
        IssueBatchRow.objects.create(batch=batch, enrolment=enrolment, replaces=certificate)
        Certificate.objects.filter(pk=certificate.pk).update(reason=Reason(reason))
        CertificateEvent.objects.create(
            certificate=certificate, at=now, actor=actor, action="replacement_asked", facts={"reason": reason}
        )
        audit.record(
            "certificate.replacement_asked",
            actor=actor,
            now=now,
            person=enrolment.person,
            centre=enrolment.cohort.centre,
            obj=certificate,
            reason=reason,
        )
        enqueue("certificates.run_batch", batch_id=batch.pk)
        return batch


def _differs(certificate: Certificate, values: dict) -> bool:
    return any(certificate.snapshot.get(name) != value for name, value in values.items())
