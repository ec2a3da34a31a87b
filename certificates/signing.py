"""The seal on the paper: a PAdES signature of level B-B (ETSI EN 319 142-1) that shows every later change of the file.

pyHanko does the work. It takes half as long to load as all of Django: only what seals or reads seals imports this module.
"""

import asyncio
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.keyfiles import private_pem, write_private, write_whole
from certificates.seals import CannotSeal, SealFound

FIELD = "Seal"
ROOT_YEARS, LEAF_YEARS = 10, 2
# One file, so that key and certificates change together: the private key, its certificate, its authority.
KEY = "seal.key"
# What others need to trust our seals, one file an authority; a seal is judged by whichever vouched for it.
ROOTS = "root-*.pem"
# What the name of a seal ends with that makes itself.
FOR_TESTS = "(test)"
# Hexadecimal digits kept free in the file for the seal. Unless told, the library seals twice to see how many it needs; with
# the longest names 3,200 are needed, and a seal that needs more is refused.
RESERVED = 4096
# Signatures of one file that are looked at; ours have one.
MANY = 5


class LocalSeal:
    """The seal whose key lies in a folder of this machine: the demo's, or a small installation's."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.KEYS_DIR)

    def sealed(self, pdf: bytes) -> bytes:
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        target = BytesIO()
        try:
            if settings.KEYS_MADE_ON_FIRST_USE:
                make_authority(self.folder, name=f"{settings.SITE_NAME} {FOR_TESTS}", now=timezone.now())
            signer = _signer(self.folder)
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            _beside_loops(signers.sign_pdf, writer, metadata, signer, output=target, bytes_reserved=RESERVED)
        except (OSError, ValueError, SigningError) as problem:
            raise CannotSeal(str(problem)) from problem
        return target.getvalue()

    def roots(self) -> list[bytes]:
        """Those of older seals too: what they sealed stays sealed."""
        return [path.read_bytes() for path in sorted(self.folder.glob(ROOTS))]

    def leaves(self) -> None:
        """Each authority made one seal, and its key was forgotten."""


@dataclass(frozen=True)
class Bundle:
    """What lies in the file of the seal: the private key as DER, its certificate, and the authority that vouches for it."""

    key: bytes
    leaf: asn1_x509.Certificate
    root: asn1_x509.Certificate


def bundle(folder: Path) -> Bundle:
    """Raises OSError and ValueError."""
    key, leaf, root = (der for _name, _headers, der in pem.unarmor((folder / KEY).read_bytes(), multiple=True))
    return Bundle(key, asn1_x509.Certificate.load(leaf), asn1_x509.Certificate.load(root))


def _beside_loops(work: Callable[..., Any], *args, **kwargs):
    """The library starts an event loop of its own. Where one runs already, it does so in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work(*args, **kwargs)
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work, *args, **kwargs).result()


def _signer(folder: Path) -> signers.SimpleSigner:
    """Of the file as it is now: a seal that was changed is used at once."""
    return _read_signer(folder, (folder / KEY).stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_signer(folder: Path, changed: int) -> signers.SimpleSigner:
    """Read once: checking the key costs more than a signature. Nothing is sealed before its authority is published."""
    _publish(folder)
    found, chain = bundle(folder), SimpleCertificateStore()
    chain.register_multiple([found.leaf, found.root])
    return signers.SimpleSigner(
        signing_cert=found.leaf,
        signing_key=PrivateKeyInfo.load(found.key),
        cert_registry=chain,
        embed_roots=False,
    )


def _loaded(certificate: bytes) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(certificate)[2])


def _pem(certificate: asn1_x509.Certificate) -> bytes:
    return pem.armor("CERTIFICATE", certificate.dump())


def common_name(certificate: bytes) -> str:
    """Whose certificate this PEM is."""
    return _loaded(certificate).subject.native.get("common_name", "")


def seal_of(pdf: bytes, *, roots: list[bytes], leaves: list[bytes] | None = None) -> SealFound | None:
    """What the seal of a file says; None for a file without one, or that is no PDF. Never raises, never asks the network.

    `roots` and `leaves` as of `Seal`. Of several signatures, ours. A seal is judged as of its own time: that its key has
    expired since means nothing.
    """
    try:
        trust = Trust([_loaded(each) for each in roots], None if leaves is None else [_loaded(each) for each in leaves])
        signatures = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures[:MANY]
        is_alone = len(signatures) == 1
        found = [_beside_loops(_judged, each, pdf, trust=trust, is_alone=is_alone) for each in signatures]
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    except (RecursionError, OSError, ArithmeticError, AssertionError, zlib.error):
        return None
    return next((each for each in found if each.is_ours), found[-1] if found else None)


@dataclass(frozen=True)
class Trust:
    """The authorities, and the seals under them that are ours: all, where `leaves` is None."""

    roots: list[asn1_x509.Certificate]
    leaves: list[asn1_x509.Certificate] | None

    def knows(self, leaf: asn1_x509.Certificate) -> bool:
        return self.leaves is None or leaf.dump() in [each.dump() for each in self.leaves]


def _judged(signature: EmbeddedPdfSignature, pdf: bytes, *, trust: Trust, is_alone: bool) -> SealFound:
    at = _moment(signature.self_reported_timestamp)
    context = ValidationContext(
        trust_roots=trust.roots, allow_fetching=False, moment=min(at or datetime.now(UTC), datetime.now(UTC))
    )
    status = validate_pdf_signature(signature, context, skip_diff=True)
    # Of a file that was changed the library does not ask who signed it before.
    is_vouched_for = status.trusted or (status.valid and not status.intact and _vouched_for(signature, context))
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _covers_all_but_itself(signature, pdf)
    return SealFound(
        is_intact=is_alone and status.intact and status.valid and covers_all,
        is_ours=bool(is_vouched_for) and trust.knows(signature.signer_cert),
        signer=status.signing_cert.subject.native.get("common_name", ""),
        at=at,
        revision=signature.signed_revision,
    )


def _covers_all_but_itself(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Whether the two sealed parts begin and end with the file, and between them stands the seal in hexadecimal, nothing else.

    The library compares lengths only: a seal that is written shorter in another place leaves a gap where anything can stand.
    """
    start, length, second, rest = signature.byte_range
    gap = pdf[length:second]
    is_seal = gap[:1] + gap[-1:] == b"<>" and gap[1:-1].lower() == signature.pkcs7_content.hex().encode()
    return start == 0 and second + rest == len(pdf) and is_seal


def _vouched_for(signature: EmbeddedPdfSignature, context: ValidationContext) -> bool:
    validator = CertificateValidator(
        signature.signer_cert, intermediate_certs=signature.other_embedded_certs, validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return False
    return True


def _moment(reported: datetime | None) -> datetime | None:
    return reported.replace(tzinfo=UTC) if reported and reported.tzinfo is None else reported


def make_authority(folder: Path, *, name: str, now: datetime) -> None:
    """An authority of our own and a sealing key under it, for ten and for two years. Leaves what is there already.

    Of two that do it at the same moment, one makes it. The authority's key is forgotten: it vouches for this seal only.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / KEY).exists():
        with suppress(FileExistsError):
            write_private(folder / KEY, _new_seal(name, now=now))
    _publish(folder)


def change_authority(folder: Path, *, name: str, now: datetime, withdraw: bool = False) -> None:
    """A new seal from now on. What the old one sealed stays sealed, unless `withdraw` says that its key was stolen."""
    _publish(folder)
    old = _published(folder)
    write_private(folder / KEY, _new_seal(name, now=now), replace=True)
    _publish(folder)
    if withdraw:
        old.replace(old.with_name(f"withdrawn-{old.name}"))


def _publish(folder: Path) -> None:
    """Writes the certificate of the authority beside the key, for everybody. Twice is once."""
    path = _published(folder)
    with suppress(FileExistsError):
        if not path.exists():
            write_whole(path, _pem(bundle(folder).root), mode=0o644)


def _published(folder: Path) -> Path:
    """Where the authority of the seal that is used now is published."""
    root = bundle(folder).root
    return folder / f"root-{root.not_valid_before:%Y}-{root.sha256.hex()[:8]}.pem"


def _new_seal(name: str, *, now: datetime) -> bytes:
    """A key, its certificate and its authority in PEM, one after the other."""
    root_key, leaf_key = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, leaf_name = _named(f"{name} (root)"), _named(name)
    root = (
        _begun(root_name, root_name, root_key.public_key(), now=now, years=ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certify=True), critical=True)
        .sign(root_key, hashes.SHA384())
    )
    leaf = (
        _begun(leaf_name, root_name, leaf_key.public_key(), now=now, years=LEAF_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certify=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA384())
    )
    return private_pem(leaf_key) + leaf.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def _named(name: str) -> x509.Name:
    """Of at most 64 bytes, as X.509 wants it."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name.encode()[:64].decode(errors="ignore"))])


def _begun(subject: x509.Name, issuer: x509.Name, key, *, now: datetime, years: int) -> x509.CertificateBuilder:
    start = now.astimezone(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certify,
        content_commitment=not certify,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )
