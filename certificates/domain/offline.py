"""Square codes that are checked without internet: what is printed on a paper, and what verifiers keep on their devices."""

from collections.abc import Iterable
from datetime import date, datetime

from certificates import fields, offline
from certificates.domain.keys import KeyIsMissing, active_key, private_key, public_key
from certificates.enums import CertificateState, KeyPurpose, KeyState
from certificates.models import Certificate, SigningKey
from certificates.offline import MOST_LEVEL, MOST_NAME, MOST_NUMBER, MOST_TITLE, Claims, ListedKey, clipped


def signed_code(certificate: Certificate, *, now: datetime) -> str:
    """The text of a numbered certificate's code, the same however often it is asked for. Raises `keys.KeyIsMissing`.

    Signed with the key of the time of issue; with the first one where there was none yet. Refuses `no_key`.
    """
    key = _key_of(certificate) or active_key(KeyPurpose.OFFLINE, now=now)
    return offline.write(claims_of(certificate, kid=key.kid), key=private_key(key))


def claims_of(certificate: Certificate, *, kid: str) -> Claims:
    """What is printed, in the first language of the paper; a long name or title is cut."""
    snapshot = certificate.snapshot
    until = snapshot.get("valid_until")
    return Claims(
        number=clipped(snapshot["number"], MOST_NUMBER),
        code=snapshot["code"],
        name=clipped(snapshot["name_latin"], MOST_NAME),
        kind=certificate.kind,
        title=clipped(fields.in_language(snapshot["course_title"], snapshot["languages"][0]), MOST_TITLE),
        level=clipped(snapshot["level"], MOST_LEVEL),
        issued_on=date.fromisoformat(snapshot["issued_on"]),
        valid_until=date.fromisoformat(until) if until else None,
        is_specimen=bool(snapshot.get("test")),
        kid=kid,
    )


def _key_of(certificate: Certificate) -> SigningKey | None:
    sound = _keys().exclude(state=KeyState.COMPROMISED)
    return sound.filter(created_at__lte=certificate.issued_at).last() or sound.first()


def read(text: str) -> Claims:
    """What the text of a square code says, if we signed it. Raises `offline.BadCode`; also when the key was compromised."""
    sound = _keys().exclude(state=KeyState.COMPROMISED)
    return offline.read(text, keys={key.kid: public_key(key) for key in sound})


def signed_list(*, now: datetime) -> bytes:
    """The list of what ended, as of this moment, with all our keys. Refuses `no_key`; raises `keys.KeyIsMissing`."""
    private_key(active_key(KeyPurpose.OFFLINE, now=now))
    return offline.write_list(
        revoked=_codes(CertificateState.REVOKED),
        replaced=_codes(CertificateState.SUPERSEDED),
        keys=[_listed(key) for key in _keys()],
        made_at=now,
    )


def _keys():
    return SigningKey.objects.filter(purpose=KeyPurpose.OFFLINE).order_by("pk")


def _codes(state: str) -> Iterable[str]:
    codes = Certificate.objects.filter(state=state).values_list("code", flat=True).iterator()
    return (code for code in codes if code)


def _listed(key: SigningKey) -> ListedKey:
    try:
        private = private_key(key)
    except KeyIsMissing:
        private = None
    return ListedKey(key.kid, public_key(key), lost_at=key.compromised_at, private=private)
