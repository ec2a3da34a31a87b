"""Small secrets that the database must not hold in the clear: AES-256-GCM under a key that stands in no backup.

`settings.FIELD_KEYS` lists passphrases: the first encrypts, all decrypt, so that a key can be changed while old rows
remain. A stored value is `<key id>.<base64 of nonce and ciphertext>`.
"""

import base64
import functools
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_LENGTH = 12  # NIST SP 800-38D, section 8.2


class KeyMissing(Exception):
    """The key that encrypted a value is not among `settings.FIELD_KEYS`, or the value was altered."""


@functools.lru_cache(maxsize=8)
def derived(passphrase: str) -> tuple[str, bytes]:
    """A short public id, and 32 bytes. The passphrase is long and random, so one round is enough."""
    key = hashlib.sha256(b"lms field key\0" + passphrase.encode()).digest()
    return hashlib.sha256(b"id\0" + key).hexdigest()[:8], key


def encrypt(text: str, *, purpose: str) -> str:
    """`purpose` is bound to the value: what was encrypted for one column cannot be moved to another."""
    key_id, key = derived(settings.FIELD_KEYS[0])
    nonce = secrets.token_bytes(NONCE_LENGTH)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), purpose.encode())
    return f"{key_id}.{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, purpose: str) -> str:
    """Raises KeyMissing."""
    key_id, _dot, sealed_text = stored.partition(".")
    key = dict(map(derived, settings.FIELD_KEYS)).get(key_id)
    if key is None:
        raise KeyMissing(f"No key {key_id} in LMS_FIELD_KEYS. See docs/operating.md.")
    sealed = base64.b64decode(sealed_text)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], purpose.encode()).decode()
    except InvalidTag:
        raise KeyMissing(f"A value of key {key_id} was altered or belongs elsewhere.") from None
