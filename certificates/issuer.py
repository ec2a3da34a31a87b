"""What other programs ask us for: who we are, with which keys we have signed, and what is not valid any more.

Every key ever used is published: what it signed must be checked for as long as the paper is kept.
"""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from django.conf import settings

from certificates import status
from certificates.domain.due import shipped_version
from certificates.domain.keys import active_key, private_key, public_key
from certificates.enums import KeyPurpose, KeyState, Kind
from certificates.models import SigningKey, StatusList
from certificates.proofs import CREDENTIALS, signed

# W3C Controlled Identifiers v1.0, section 1.2: the context of a document about an identifier and its keys.
CONTROLLED_IDENTIFIER = "https://www.w3.org/ns/cid/v1"
# How long others may go on using a list they have fetched, in milliseconds; and how long it may be shown at all, by a program that
# has no internet for a while. An older one proves nothing, so whoever keeps one back cannot hide for long what was revoked.
LIST_LASTS, LIST_VALID = 300_000, timedelta(days=1)


def address() -> str:
    return f"{settings.SITE_URL}/issuer"


def document() -> dict:
    """The controlled identifier document: a key that fell into wrong hands is told apart by the day it was revoked."""
    keys = list(SigningKey.objects.filter(purpose=KeyPurpose.CREDENTIAL).order_by("pk"))
    name = shipped_version(Kind.COURSE).spec.get("issuer", {})
    return {
        "@context": [CONTROLLED_IDENTIFIER, CREDENTIALS],
        "id": address(),
        "type": "Profile",
        "name": name.get("en") or settings.SITE_NAME,
        "url": settings.SITE_URL,
        "verificationMethod": [method(key) for key in keys],
        "assertionMethod": [f"{address()}#{key.kid}" for key in keys if key.state != KeyState.COMPROMISED],
    }


def method(key: SigningKey) -> dict:
    found = {
        "id": f"{address()}#{key.kid}",
        "type": "Multikey",
        "controller": address(),
        "publicKeyMultibase": key.public,
    }
    return found | ({"revoked": moment(key.compromised_at)} if key.compromised_at else {})


def jwks() -> dict:
    """The same keys as JSON Web Keys (RFC 8037); those that are compromised are left out.

    Keys of square codes sign no credential: verifiers without internet have them from their own list.
    """
    keys = SigningKey.objects.filter(purpose=KeyPurpose.CREDENTIAL).exclude(state=KeyState.COMPROMISED).order_by("pk")
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": urlsafe_b64encode(public_key(key).public_bytes_raw()).decode().rstrip("="),
                "kid": key.kid,
                "use": "sig",
                "alg": "EdDSA",
            }
            for key in keys
        ]
    }


def status_credential(status_list: StatusList, *, now: datetime) -> dict:
    """The signed list as of this moment. Raises `keys.KeyIsMissing`."""
    key = active_key(KeyPurpose.CREDENTIAL, now=now)
    listed = f"{settings.SITE_URL}/status/{status_list.n}"
    unsigned = {
        "@context": [CREDENTIALS],
        "id": listed,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": address(),
        "validFrom": moment(now),
        "validUntil": moment(now + LIST_VALID),
        "credentialSubject": {
            "id": f"{listed}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encoded(status.bits(status_list)),
            "ttl": LIST_LASTS,
        },
    }
    return signed(unsigned, key=private_key(key), method=f"{address()}#{key.kid}", created=now)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
