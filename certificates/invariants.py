"""What must hold of the register, recomputed from raw rows."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import storages
from django.db.models import Count, Exists, F, OuterRef

from certificates.enums import CertificateState
from certificates.models import Certificate, CertificateFile, Revocation, Series
from certificates.searching import folded_words
from certificates.snapshot import digest
from courses.enums import EnrolmentState


def violations() -> Iterator[str]:
    """A line for each thing that must never be and is."""
    for series in Series.objects.all():
        yield from broken_numbers(series)
    certificates = Certificate.objects.select_related("series", "enrolment").prefetch_related("words")
    for certificate in certificates.iterator(chunk_size=500):
        yield from broken_row(certificate)
    yield from broken_ends()
    yield from two_that_live()
    for file in CertificateFile.objects.select_related("certificate").iterator(chunk_size=500):
        yield from broken_file(file)


def broken_numbers(series: Series) -> Iterator[str]:
    numbers = list(series.certificates.order_by("n").values_list("n", flat=True))
    if numbers != list(range(1, series.last + 1)):
        yield f"series {series}: its numbers are not 1 to {series.last}"


def broken_row(certificate: Certificate) -> Iterator[str]:
    if digest(certificate.snapshot) != certificate.snapshot_sha256:
        yield f"certificate {certificate}: the snapshot was changed"
    series = certificate.series
    if not certificate.is_numbered or series is None:
        return
    if certificate.number != f"{series.prefix}-{certificate.n:06d}":
        yield f"certificate {certificate}: its number does not belong to its series"
    printed = {"number": certificate.number, "code": certificate.code}
    if any(certificate.snapshot.get(name) != value for name, value in printed.items()):
        yield f"certificate {certificate}: the snapshot prints another number or code"
    live = certificate.state == CertificateState.ISSUED
    if live and certificate.enrolment.state != EnrolmentState.COMPLETED:
        yield f"certificate {certificate}: its enrolment is not completed"
    if not certificate.events.filter(action="issued").exists():
        yield f"certificate {certificate}: its history does not say who issued it"
    if certificate.centre_id != series.centre_id:
        yield f"certificate {certificate}: it stands at another centre than its series"
    names = f"{certificate.snapshot.get('name_latin', '')} {certificate.snapshot.get('name_own', '')}"
    if {each.word for each in certificate.words.all()} != folded_words(names):
        yield f"certificate {certificate}: it is not found by the name that is printed"


def broken_ends() -> Iterator[str]:
    """What ended without what must stand behind it: a successor, or the agreement of two persons."""
    successors = Certificate.objects.filter(replaces=OuterRef("pk"), number__isnull=False)
    for each in Certificate.objects.filter(~Exists(successors), state=CertificateState.SUPERSEDED):
        yield f"certificate {each}: it was replaced, and there is no successor"
    for each in Certificate.objects.filter(state=CertificateState.ISSUED, replaced_by__number__isnull=False):
        yield f"certificate {each}: it is valid, and so is its successor"
    agreed = Revocation.objects.filter(certificate=OuterRef("pk"), agreed=True, reason=OuterRef("reason"))
    by_two = agreed.filter(decided_by__isnull=False).exclude(decided_by=F("requested_by"))
    for each in Certificate.objects.filter(~Exists(by_two), state=CertificateState.REVOKED):
        yield f"certificate {each}: it was revoked without two persons"
    for one in Revocation.objects.filter(agreed=True).exclude(certificate__state=CertificateState.REVOKED):
        yield f"certificate {one.certificate}: its revocation was agreed to, and it is not revoked"


def two_that_live() -> Iterator[str]:
    """The database refuses a second one; this says so where it was restored without its constraints."""
    live = Certificate.objects.filter(state=CertificateState.ISSUED).order_by().values_list("enrolment", "kind")
    for enrolment, kind in live.annotate(n=Count("pk")).filter(n__gt=1).values_list("enrolment", "kind"):
        yield f"enrolment {enrolment}: two valid certificates of the kind {kind}"


def broken_file(file: CertificateFile) -> Iterator[str]:
    storage = storages["private"]
    if not storage.exists(file.storage_key):
        newer = file.certificate.files.filter(kind=file.kind, pk__gt=file.pk)
        if not newer.exists():  # else one was lost and made again
            yield f"certificate {file.certificate}: the file is missing"
        return
    with storage.open(file.storage_key) as stored:
        if hashlib.file_digest(stored, "sha256").hexdigest() != file.sha256:
            yield f"certificate {file.certificate}: the file was changed"
