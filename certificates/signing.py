"""The seal on the paper: a PAdES signature of level B-B (ETSI EN 319 142-1) that shows every later change of the file.

`seal()` gives what the setting LMS_SEAL names: the key that lies on this machine, or a class of the installation that asks an
external service (a national e-signature, a hardware module) and has the same two methods. pyHanko does the work.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
ROOT_YEARS, LEAF_YEARS = 10, 2
ROOT, LEAF, KEY = "root.pem", "seal.pem", "seal.key"


class CannotSeal(Exception):
    """The key is missing, or the service that seals does not answer. The paper waits."""


class Seal(Protocol):
    def sealed(self, pdf: bytes) -> bytes:
        """The file with a signature added. Raises CannotSeal."""

    def roots(self) -> list[bytes]:
        """The certificates, in PEM, of the authorities whose seals are ours."""


class LocalSeal:
    """The seal whose key lies in a folder of this machine: the demo's, or a small installation's."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.KEYS_DIR)

    def sealed(self, pdf: bytes) -> bytes:
        if settings.KEYS_MADE_ON_FIRST_USE:
            make_authority(self.folder, name=f"{settings.SITE_NAME} (test)", now=timezone.now())
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        target = BytesIO()
        try:
            signer = _signer(self.folder)
            signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer, output=target)
        except (OSError, SigningError) as problem:
            raise CannotSeal(str(problem)) from problem
        return target.getvalue()

    def roots(self) -> list[bytes]:
        path = self.folder / ROOT
        return [path.read_bytes()] if path.exists() else []


def seal() -> Seal | None:
    """None where the setting is empty: then papers are not sealed, and their credential is the proof."""
    return import_string(settings.SEAL)() if settings.SEAL else None


@lru_cache(maxsize=4)
def _signer(folder: Path) -> signers.SimpleSigner:
    """Read once: checking the key costs more than a signature."""
    chain = SimpleCertificateStore()
    certificate = _certificate((folder / LEAF).read_bytes())
    chain.register_multiple([certificate, _certificate((folder / ROOT).read_bytes())])
    _name, _headers, der = pem.unarmor((folder / KEY).read_bytes())
    return signers.SimpleSigner(
        signing_cert=certificate, signing_key=PrivateKeyInfo.load(der), cert_registry=chain, embed_roots=False
    )


def _certificate(text: bytes) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(text)[2])


@dataclass(frozen=True)
class SealFound:
    """`is_intact`: nothing was changed after sealing. `is_ours`: an authority of ours vouches for the key."""

    is_intact: bool
    is_ours: bool
    signer: str
    at: datetime | None


def seal_of(pdf: bytes, *, roots: list[bytes]) -> SealFound | None:
    """What the seal of a file says; None for a file without one, or that is no PDF. Never raises, never asks the network."""
    context = ValidationContext(trust_roots=[_certificate(each) for each in roots], allow_fetching=False)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            return None
        status = validate_pdf_signature(signatures[-1], context)
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError, RecursionError, OSError):
        return None
    return SealFound(
        is_intact=len(signatures) == 1 and status.intact and status.valid and _covers_all(signatures[-1], pdf),
        is_ours=bool(status.trusted),
        signer=status.signing_cert.subject.native.get("common_name", ""),
        at=status.signer_reported_dt,
    )


def _covers_all(signature, pdf: bytes) -> bool:
    """Nothing stands behind what is signed: a reader may show what was added after it."""
    *_rest, start, length = (int(each) for each in signature.byte_range)
    return start + length == len(pdf)


def make_authority(folder: Path, *, name: str, now: datetime) -> None:
    """A root of our own and a sealing key under it, for ten and for two years. Leaves what is there already."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / KEY).exists():
        return
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
    (folder / ROOT).write_bytes(root.public_bytes(Encoding.PEM))
    (folder / LEAF).write_bytes(leaf.public_bytes(Encoding.PEM))
    write_private(folder / KEY, leaf_key)


def write_private(path: Path, key) -> None:
    """A private key as a file that its owner alone may read. An existing file is never overwritten."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o400)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


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
