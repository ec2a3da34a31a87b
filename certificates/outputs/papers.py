"""Which certificates of a batch are handed out, and what one looks like before it has a number."""

from datetime import date

from certificates import layouts
from certificates.domain.kinds import rule_of
from certificates.enums import CertificateState, Outcome
from certificates.models import Certificate, IssueBatch
from certificates.snapshot import as_draft


def papers(batch: IssueBatch) -> list[Certificate]:
    """Those that this batch issued and that are still valid. One query."""
    found = Certificate.objects.filter(
        batch_rows__batch=batch, batch_rows__outcome=Outcome.ISSUED, state=CertificateState.ISSUED
    )
    return list(found.select_related("template_version", "signing_key", "enrolment__person").order_by("series", "n"))


def draft(certificate: Certificate, *, on: date) -> bytes:
    """The PDF of a draft, marked as one, as it would be if it were issued on that day. Raises `lms.pdf.exceptions.CannotDraw`."""
    valid_until = rule_of(certificate.kind).valid_until(on)
    snapshot = as_draft(certificate.snapshot, on=on, valid_until=valid_until)
    return layouts.draft(certificate.template_version.spec, snapshot)
