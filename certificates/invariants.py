"""What must hold of the register, recomputed from raw rows."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import storages

from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateFile, Series
from certificates.snapshot import digest
from courses.enums import EnrolmentState


def violations() -> Iterator[str]:
    """A line for each thing that must never be and is."""
    for series in Series.objects.all():
        yield from broken_numbers(series)
    for certificate in Certificate.objects.select_related("series", "enrolment").iterator(chunk_size=500):
        yield from broken_row(certificate)
    for file in CertificateFile.objects.select_related("certificate").iterator(chunk_size=500):
        yield from broken_file(file)


def broken_numbers(series: Series) -> Iterator[str]:
    numbers = list(series.certificates.order_by("n").values_list("n", flat=True))
    if numbers != list(range(1, series.last + 1)):
        yield f"series {series}: its numbers are not 1 to {series.last}"


def broken_row(certificate: Certificate) -> Iterator[str]:
    if digest(certificate.snapshot) != certificate.snapshot_sha256:
        yield f"certificate {certificate}: the snapshot was changed"
    if certificate.series is None:
        return
    if certificate.number != f"{certificate.series.prefix}-{certificate.n:06d}":
        yield f"certificate {certificate}: its number does not belong to its series"
    printed = {"number": certificate.number, "code": certificate.code}
    if any(certificate.snapshot.get(name) != value for name, value in printed.items()):
        yield f"certificate {certificate}: the snapshot prints another number or code"
    live = certificate.state == CertificateState.ISSUED
    if live and certificate.enrolment.state != EnrolmentState.COMPLETED:
        yield f"certificate {certificate}: its enrolment is not completed"
    if not certificate.events.filter(action="issued").exists():
        yield f"certificate {certificate}: its history does not say who issued it"


def broken_file(file: CertificateFile) -> Iterator[str]:
    storage = storages["private"]
    if not storage.exists(file.storage_key):
        if not file.certificate.files.filter(kind=file.kind, pk__gt=file.pk).exists():  # then one was made again
            yield f"certificate {file.certificate}: the file is missing"
        return
    with storage.open(file.storage_key) as stored:
        if hashlib.file_digest(stored, "sha256").hexdigest() != file.sha256:
            yield f"certificate {file.certificate}: the file was changed"
