"""A certificate with a mistake on it gets a successor: a new number, and the old one says which. Two persons."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Change:
    """A printed value as it is on the paper, and as it would be on the next: strings, or as a snapshot holds them."""

    name: str
    old: object
    new: object


def changes(certificate: Certificate) -> list[Change]:
    """What a replacement would print in another way. Writes nothing.

    Refuses `not_completed` where the right to a certificate is gone, and what `facts` refuses.
    """
    enrolment = completed().filter(pk=certificate.enrolment_id).first()
    if enrolment is None:
        raise Refusal(
            _("The course is no longer marked as completed, so there is nothing to print."), code="not_completed"
        )
    template = template_version(certificate.kind, course=enrolment.cohort.course)
    values = facts(enrolment, kind=certificate.kind, template=template)
    printed = certificate.snapshot
    return [Change(name, printed.get(name), new) for name, new in values.items() if printed.get(name) != new]


def request_replacement(certificate: Certificate, *, reason: str, actor, now: datetime) -> IssueBatch:
    """Asks for a certificate with the values of today in the place of this one; the request that waits, if there is one.

    What is wrong is mended first, where it stands: the person's name, the course. Refuses `not_yours`, `not_valid`,
    `nothing_changed` (then the same paper is handed out again) and what `changes` refuses. A second person approves the batch.
    """
    if not rules.may_issue(actor, certificate.enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    with transaction.atomic():
        locked = Certificate.objects.select_for_update(of=("self",)).select_related("enrolment__person")
        certificate = locked.select_related("enrolment__cohort__centre").get(pk=certificate.pk)
        enrolment = certificate.enrolment
        waiting = replacement_of(certificate)
        if waiting:
            return waiting
        if certificate.state != CertificateState.ISSUED:
            raise Refusal(_("Only a valid certificate can be replaced."), code="not_valid")
        if not changes(certificate):
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


def replacement_of(certificate: Certificate) -> IssueBatch | None:
    """The request for a successor that is not over yet, if there is one."""
    row = (
        IssueBatchRow.objects.filter(replaces=certificate)
        .exclude(batch__state__in=OVER)
        .select_related("batch")
        .first()
    )
    return row.batch if row else None
