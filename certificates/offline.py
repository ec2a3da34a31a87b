"""What is checked without internet: a paper's facts in its square code, and the list of those that ended. Both signed. Pure.

The code holds `LMS1:` and a COSE_Sign1 message (RFC 9052, section 4.2) in base45 (RFC 9285), all of it letters and digits that make
a code small. The list is a COSE_Sign message (section 4.1): whoever knows one of our keys learns the next ones from it.
`static/js/offline-cose.js` reads both in a browser.
"""

import hashlib
from base64 import b32decode, b32encode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "LMS1:"
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Bytes. Longer ones are cut, so that the code keeps a size that can be printed and scanned.
MOST_NUMBER, MOST_NAME, MOST_TITLE, MOST_LEVEL = 32, 120, 48, 8
# Letters of the longest code there is: version 14 of ISO/IEC 18004, 73 modules.
MOST_LETTERS = 528
LIKELY_LETTERS = 320

# RFC 9052: tags of the messages, labels of their headers; RFC 9053, section 2.2: the algorithm.
SIGN1, SIGN = 18, 98
ALGORITHM, KID, EDDSA = 1, 4, -8
# The labels of the facts.
NUMBER, CODE, NAME, KIND, TITLE, LEVEL, ISSUED_ON, VALID_UNTIL, SPECIMEN = range(1, 10)
# The labels of the list.
MADE_AT, REVOKED, REPLACED, KEYS = range(1, 5)
SHORT = 8
FIRST_DAY = date(1970, 1, 1)


class BadCode(Exception):
    """Not a code of ours, or not as it was signed."""


class UnknownKey(BadCode):
    """Signed with a key that is none of those given: forged, or newer than they are."""


@dataclass(frozen=True)
class Claims:
    """What a square code says. `kind` is one of `enums.Kind`; the name and the title may be cut and then end in …"""

    number: str
    code: str
    name: str
    kind: str
    title: str
    level: str
    issued_on: date
    valid_until: date | None
    is_specimen: bool
    kid: str


def clipped(text: str, most: int) -> str:
    """The text, or so much of it that it has at most so many bytes with an ellipsis behind it."""
    content = text.encode()
    if len(content) <= most:
        return text
    return content[: most - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def write(claims: Claims, *, key: Ed25519PrivateKey) -> str:
    """The text of the square code. The same arguments give the same text."""
    protected = dumped({ALGORITHM: EDDSA, KID: claims.kid.encode()})
    payload = dumped(_facts(claims))
    signature = key.sign(signed_part("Signature1", protected, payload))
    return PREFIX + to_base45(dumped(cbor2.CBORTag(SIGN1, [protected, {}, payload, signature])))


def _facts(claims: Claims) -> dict[int, Any]:
    found: dict[int, Any] = {
        NUMBER: claims.number,
        CODE: b32decode(claims.code),
        NAME: claims.name,
        KIND: claims.kind,
        TITLE: claims.title,
        LEVEL: claims.level,
        ISSUED_ON: day_number(claims.issued_on),
    }
    if claims.valid_until:
        found[VALID_UNTIL] = day_number(claims.valid_until)
    if claims.is_specimen:
        found[SPECIMEN] = True
    return found


def read(text: str, *, keys: Mapping[str, Ed25519PublicKey]) -> Claims:
    """What a square code says, if one of these keys (by `kid`) signed it. Raises BadCode, and for another's key UnknownKey."""
    text = text.strip("\r\n\t")
    if not text.startswith(PREFIX) or len(text) > MOST_LETTERS:
        raise BadCode("not a code of ours")
    message = _parsed(from_base45(text.removeprefix(PREFIX)))
    try:
        protected, payload, signature, kid = _opened(message)
        if kid not in keys:
            raise UnknownKey(kid)
        keys[kid].verify(signature, signed_part("Signature1", protected, payload))
        return _claims(_parsed(payload), kid=kid)
    except (InvalidSignature, LookupError, TypeError, ValueError, OverflowError, AttributeError) as problem:
        raise BadCode("not as it was signed") from problem


def _opened(message: Any) -> tuple[bytes, bytes, bytes, str]:
    """Protected header, payload, signature, kid. Raises one of the errors that `read` turns into BadCode."""
    if message.tag != SIGN1:
        raise ValueError("another kind of message")
    protected, unsigned, payload, signature = message.value
    if unsigned != {}:
        raise ValueError("something that nobody signed")
    header = _parsed(protected)
    if header[ALGORITHM] != EDDSA:
        raise ValueError("another algorithm")
    return protected, payload, signature, header[KID].decode()


def _claims(found: Mapping, *, kid: str) -> Claims:
    until = found.get(VALID_UNTIL)
    return Claims(
        number=found[NUMBER],
        code=b32encode(found[CODE]).decode(),
        name=found[NAME],
        kind=found[KIND],
        title=found[TITLE],
        level=found[LEVEL],
        issued_on=FIRST_DAY + timedelta(days=found[ISSUED_ON]),
        valid_until=None if until is None else FIRST_DAY + timedelta(days=until),
        is_specimen=bool(found.get(SPECIMEN)),
        kid=kid,
    )


class ListedKey(NamedTuple):
    """`lost_at`: since when somebody else may sign with it, or None. `private` is absent where it lies elsewhere."""

    kid: str
    public: Ed25519PublicKey
    lost_at: datetime | None = None
    private: Ed25519PrivateKey | None = None


def write_list(
    *, revoked: Iterable[str], replaced: Iterable[str], keys: Collection[ListedKey], made_at: datetime
) -> bytes:
    """The codes of certificates that ended, as short hashes, and every key there ever was; signed with each that is here.

    Those that are lost sign too: a device that knows only them learns so that they are lost.
    """
    payload = dumped(
        {
            MADE_AT: int(made_at.timestamp()),
            REVOKED: short_hashes(revoked),
            REPLACED: short_hashes(replaced),
            KEYS: [
                [key.kid.encode(), key.public.public_bytes_raw(), int(key.lost_at.timestamp()) if key.lost_at else 0]
                for key in keys
            ],
        }
    )
    signatures = []
    for key in keys:
        if key.private:
            protected = dumped({ALGORITHM: EDDSA, KID: key.kid.encode()})
            signatures.append([protected, {}, key.private.sign(signed_part("Signature", b"", protected, payload))])
    return dumped(cbor2.CBORTag(SIGN, [b"", {}, payload, signatures]))


def short_hashes(codes: Iterable[str]) -> bytes:
    """8 bytes of each code's SHA-256, in their own order: a code cannot be found from it, nor the order of issue."""
    return b"".join(sorted(short_hash(code) for code in codes))


def short_hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()[:SHORT]


def signed_part(context: str, *parts: bytes) -> bytes:
    """The Sig_structure of RFC 9052, section 4.4, without data of an application."""
    *headers, payload = parts
    return dumped([context, *headers, b"", payload])


def day_number(day: date) -> int:
    return (day - FIRST_DAY).days


def dumped(content: Any) -> bytes:
    """The one deterministic encoding of RFC 8949, section 4.2.1."""
    return cbor2.dumps(content, canonical=True)


def _parsed(content: Any) -> Any:
    try:
        return cbor2.loads(content)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as problem:
        raise BadCode("not a message") from problem


def to_base45(content: bytes) -> str:
    """Three letters for two bytes, two for the last one."""
    letters = []
    for at in range(0, len(content), 2):
        pair = content[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _place in range(len(pair) + 1):
            number, letter = divmod(number, 45)
            letters.append(BASE45[letter])
    return "".join(letters)


def from_base45(text: str) -> bytes:
    """Raises BadCode for anything that `to_base45` does not write."""
    found = bytearray()
    for at in range(0, len(text), 3):
        places = [BASE45.find(letter) for letter in text[at : at + 3]]
        number = sum(place * 45**power for power, place in enumerate(places))
        length = len(places) - 1
        if min(places) < 0 or not length or number >= 256**length:
            raise BadCode("not base45")
        found += number.to_bytes(length, "big")
    return bytes(found)
