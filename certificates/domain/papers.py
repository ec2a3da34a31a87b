"""The files of a certificate: its signed credential, and the paper that carries it. Made after the number, repeatable."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import layouts, seals
from certificates.credentials import credential
from certificates.domain.keys import KeyIsMissing, active_key, private_key
from certificates.domain.offline import signed_code
from certificates.enums import CertificateState, KeyPurpose, KeyState
from certificates.models import Certificate, CertificateFile, SigningKey
from certificates.proofs import signed
from certificates.status import place_of
from lms.refusals import Refusal

# Part of a file's identity: raise it when the drawing changes, so that old files stay what they were.
RENDERER = "3"
CREDENTIAL = "vc"
PAPER = "pdf"
MEDIA_TYPE = "application/vc"


@contextmanager
def made_now() -> Iterator[None]:
    """For whoever waits for a file: refuses `not_ready` where a key or the seal is away."""
    try:
        yield
    except (KeyIsMissing, seals.CannotSeal) as problem:
        sentence = _(
            "The paper cannot be made just now. Try again in a few minutes. If it stays so, tell the national office."
        )
        raise Refusal(sentence, code="not_ready") from problem


def rendered(certificate: Certificate, *, now: datetime | None = None) -> CertificateFile:
    """The paper of a numbered certificate, made now if it is not there yet. The first one made is the one that stays.

    One that was lost from the disk is made again; its seal, and so its hash, is a new one that stands beside the old.
    """
    made = list(certificate.files.filter(kind=PAPER).order_by("pk"))
    there = (each for each in made if storages["private"].exists(each.storage_key))
    return next(there, None) or _paper(certificate, again=len(made), now=now or _issued_at(certificate))


def credential_of(certificate: Certificate, *, now: datetime) -> CertificateFile:
    """The newest credential that a trusted key signed: where one was compromised, a newer one stands beside the old.

    Made now if there is none yet; one that was lost from the disk is made again, with the same bytes.
    """
    lost = SigningKey.objects.filter(state=KeyState.COMPROMISED)
    newest = certificate.files.filter(kind=CREDENTIAL).exclude(renderer__in=lost.values("kid")).order_by("-pk").first()
    if newest and storages["private"].exists(newest.storage_key):
        return newest
    key = SigningKey.objects.get(kid=newest.renderer) if newest else certificate.signing_key
    if key is None or lost.filter(pk=key.pk).exists():
        key = active_key(KeyPurpose.CREDENTIAL, now=now)
    return _credential(certificate, key)


def _credential(certificate: Certificate, key: SigningKey) -> CertificateFile:
    """Raises `keys.KeyIsMissing`. Signed as of the moment of issue: the same bytes however often it runs."""
    unsigned = credential(
        certificate.snapshot,
        kind=certificate.kind,
        site=settings.SITE_URL,
        valid_until=certificate.valid_until,
        status=place_of(certificate),
    )
    method = f"{settings.SITE_URL}/issuer#{key.kid}"
    document = signed(unsigned, key=private_key(key), method=method, created=_issued_at(certificate))
    content = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return _kept(certificate, CREDENTIAL, key.kid, content, suffix="json")


def drawn(certificate: Certificate, *, now: datetime) -> bytes:
    """The paper before it is sealed: a pure function of what is printed, template and credential."""
    with storages["private"].open(credential_of(certificate, now=now).storage_key) as file:
        content = file.read()
    return layouts.render(certificate.template_version.spec, printed(certificate, now=now), credential=content)


def printed(certificate: Certificate, *, now: datetime | None = None) -> dict:
    """The snapshot, and the signed square code where the template has a place for it. Raises `keys.KeyIsMissing`."""
    if not layouts.has_signed_code(certificate.template_version.spec):
        return certificate.snapshot
    return certificate.snapshot | {"signed_code": signed_code(certificate, now=now or timezone.now())}


def _paper(certificate: Certificate, *, again: int, now: datetime) -> CertificateFile:
    """Raises `seals.CannotSeal`. `again`: how many were made and lost before."""
    pdf, seal = drawn(certificate, now=now), seals.seal()
    renderer = f"{RENDERER}.{again}" if again else RENDERER
    return _kept(certificate, PAPER, renderer, seal.sealed(pdf) if seal else pdf, suffix="pdf")


def _kept(certificate: Certificate, kind: str, renderer: str, content: bytes, *, suffix: str) -> CertificateFile:
    """Writes the file under its own hash first and the row last, so that there is never a row without a file."""
    sha256 = hashlib.sha256(content).hexdigest()
    key = f"certificates/{_issued_at(certificate):%Y}/{sha256}.{suffix}"
    keep(key, content)
    try:
        with transaction.atomic():
            return CertificateFile.objects.create(
                certificate=certificate,
                kind=kind,
                renderer=renderer,
                sha256=sha256,
                size=len(content),
                storage_key=key,
            )
    except IntegrityError:
        return certificate.files.get(kind=kind, renderer=renderer)


def _issued_at(certificate: Certificate) -> datetime:
    if certificate.issued_at is None:
        raise ValueError("a draft has no paper")
    return certificate.issued_at


def keep(key: str, content: bytes) -> None:
    """Only whole files bear their name (`lms.storage`), so one that is there already is the same."""
    storage = storages["private"]
    if storage.exists(key):
        return
    name = storage.save(key, ContentFile(content))
    if name != key:  # another run was faster
        storage.delete(name)


def without_file(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Numbered, and no paper yet."""
    papers = CertificateFile.objects.filter(kind=PAPER).values("certificate")
    numbered = certificates.filter(number__isnull=False).exclude(pk__in=papers)
    return numbered.select_related("template_version", "signing_key").order_by("pk")


def sign_again(key: SigningKey, *, now: datetime) -> int:
    """New credentials, by the active key, for the valid certificates whose credential another key signed. Says how many."""
    active = active_key(KeyPurpose.CREDENTIAL, now=now)
    # What was signed with it at the issue, and what it signed in the place of a key that was lost before.
    by_key = Certificate.objects.filter(Q(signing_key=key) | Q(files__kind=CREDENTIAL, files__renderer=key.kid)).values(
        "pk"
    )
    affected = Certificate.objects.filter(pk__in=by_key, state=CertificateState.ISSUED)
    for certificate in affected.exclude(files__renderer=active.kid).iterator(chunk_size=200):
        _credential(certificate, active)
    return affected.count()
