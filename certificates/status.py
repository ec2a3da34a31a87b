"""W3C Bitstring Status Lists v1.0: a bit for each certificate, derived from the register, set once it is not valid any more."""

import gzip
import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

from certificates.enums import CertificateState
from certificates.models import Certificate, StatusList

# Section 6.1: at least 131,072 bits, so that one credential cannot be told by its list.
SIZE = 131_072
ENDED = (CertificateState.REVOKED, CertificateState.SUPERSEDED)


def list_of(certificate: Certificate) -> StatusList:
    n = (certificate.pk - 1) // SIZE + 1
    return StatusList.objects.get_or_create(n=n, defaults={"seed": secrets.token_hex(16)})[0]


def place_of(certificate: Certificate) -> tuple[str, int]:
    """The address of the certificate's list, and its bit."""
    found = list_of(certificate)
    return f"{settings.SITE_URL}/status/{found.n}", bit(found, certificate.pk)


def bit(status_list: StatusList, pk: int) -> int:
    """A place for each row of the list, no two alike, in an order that only the seed tells."""
    digest = hashlib.sha256(status_list.seed.encode()).digest()
    step, start = int.from_bytes(digest[:4], "big") | 1, int.from_bytes(digest[4:8], "big")
    return ((pk - 1) % SIZE * step + start) % SIZE


def bits(status_list: StatusList) -> bytes:
    """The list, 16 KiB; the first place is the highest bit of the first byte."""
    first = (status_list.n - 1) * SIZE + 1
    found = bytearray(SIZE // 8)
    ended = Certificate.objects.filter(pk__range=(first, first + SIZE - 1), state__in=ENDED)
    for pk in ended.values_list("pk", flat=True).iterator():
        place = bit(status_list, pk)
        found[place // 8] |= 0x80 >> place % 8
    return bytes(found)


def encoded(content: bytes) -> str:
    """As `encodedList` of a credential: gzip, base64url, and the letter that says so."""
    return "u" + urlsafe_b64encode(gzip.compress(content, mtime=0)).decode().rstrip("=")
