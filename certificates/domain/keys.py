"""The keys that sign credentials. The private half lies outside the database; the public half is published for ever."""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certificates import kept
from certificates.enums import KeyPurpose, KeyState
from certificates.keyfiles import private_pem, write_private
from certificates.models import SigningKey
from certificates.proofs import ED25519, from_multibase, multikey
from lms.accounts import audit
from lms.jobs import enqueue
from lms.refusals import Refusal


class KeyIsMissing(Exception):
    """The private half does not lie where it should: what needs it waits."""


def active_key(purpose: str, *, now: datetime) -> SigningKey:
    """The key that signs now. Where `KEYS_MADE_ON_FIRST_USE` is set the very first one makes itself.

    Refuses `no_key`, so that nothing is issued that cannot be signed.
    """
    # All at one look: between two, another process may make the first one.
    keys = list(SigningKey.objects.filter(purpose=purpose))
    active = next((each for each in keys if each.state == KeyState.ACTIVE), None)
    if active:
        return active
    if keys or not settings.KEYS_MADE_ON_FIRST_USE:
        raise Refusal(_("This installation has no signing key. Please tell the national office."), code="no_key")
    return rotate(purpose, actor=None, now=now, only_first=True)


def rotate(purpose: str, *, actor, now: datetime, only_first: bool = False) -> SigningKey:
    """A new active key; the one before goes on proving what it signed. `only_first`: a key that is there already stays.

    Of two that do it at the same moment, one makes the key that both get.
    """
    try:
        with transaction.atomic():
            keys = SigningKey.objects.select_for_update().filter(purpose=purpose)
            active = next((each for each in keys if each.state == KeyState.ACTIVE), None)
            if active and only_first:
                return active
            if active:
                SigningKey.objects.filter(pk=active.pk).update(state=KeyState.VERIFY_ONLY, retired_at=now)
            return _made(purpose, n=len(keys) + 1, actor=actor, now=now)
    except IntegrityError:
        return SigningKey.objects.get(purpose=purpose, state=KeyState.ACTIVE)


def _made(purpose: str, *, n: int, actor, now: datetime) -> SigningKey:
    kid = f"{purpose}-{now.year}-{n}"
    private = Ed25519PrivateKey.generate()
    key = SigningKey.objects.create(
        kid=kid,
        purpose=purpose,
        public=multikey(private.public_key()),
        private_ref=f"{kid}-{private.public_key().public_bytes_raw().hex()[:8]}.pem",
        is_test=settings.DEMO,
        created_at=now,
    )
    folder = Path(settings.KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(folder / key.private_ref, private_pem(private))
    audit.record("key.made", actor=actor, now=now, obj=key, kid=kid)
    return key


def private_key(key: SigningKey) -> Ed25519PrivateKey:
    """Raises KeyIsMissing."""
    path = Path(settings.KEYS_DIR) / key.private_ref
    try:
        found = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as problem:
        raise KeyIsMissing(key.kid) from problem
    if not isinstance(found, Ed25519PrivateKey) or multikey(found.public_key()) != key.public:
        raise KeyIsMissing(key.kid)
    return found


def public_key(key: SigningKey) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(from_multibase(key.public).removeprefix(ED25519))


def mark_compromised(key: SigningKey, *, since: datetime, actor, now: datetime) -> SigningKey:
    """A private half fell into wrong hands at `since`. A new key takes over, and what the old one signed is signed again.

    The register goes on answering for every certificate; only proofs that were made with this key are worth nothing. No list
    that it signed is handed out any more, or that does not say so. Twice is once. Refuses `in_future`.
    """
    if since > now:
        raise Refusal(_("This moment has not come yet. Write when the key was lost."), code="in_future")
    with transaction.atomic():
        key = SigningKey.objects.select_for_update().get(pk=key.pk)
        if key.state == KeyState.COMPROMISED:
            return key
        was_active = key.state == KeyState.ACTIVE
        key.state, key.compromised_at, key.retired_at = KeyState.COMPROMISED, since, key.retired_at or now
        key.save(update_fields=["state", "compromised_at", "retired_at"])
        audit.record("key.compromised", actor=actor, now=now, obj=key, kid=key.kid, since=since.isoformat())
        if was_active:
            _made(key.purpose, n=SigningKey.objects.filter(purpose=key.purpose).count() + 1, actor=actor, now=now)
        if key.purpose == KeyPurpose.CREDENTIAL:
            enqueue("certificates.sign_again", key_id=key.pk)
        kept.forget_when_done()
        return key
