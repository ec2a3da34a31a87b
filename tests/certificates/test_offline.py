"""Square codes and lists as bytes: what is written is read, and nothing else is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates.codes import ALPHABET
from certificates.offline import (
    MOST_LETTERS,
    MOST_LEVEL,
    MOST_NAME,
    MOST_NUMBER,
    MOST_TITLE,
    PREFIX,
    BadCode,
    Claims,
    ListedKey,
    UnknownKey,
    clipped,
    from_base45,
    read,
    short_hash,
    signed_part,
    to_base45,
    write,
    write_list,
)
from lms.pdf.qr import qr_modules

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
KEYS = {"offline-2026-1": KEY.public_key()}
CLAIMS = Claims(
    number="AZ-BAK-2026-000123",
    code="K7QW2M4XZ6P3T5VA",
    name="Gunash Aliyeva",
    kind="level",
    title="Yeni başlayanlar üçün Azərbaycan dili",
    level="A1",
    issued_on=date(2026, 11, 23),
    valid_until=None,
    is_specimen=False,
    kid="offline-2026-1",
)
MADE_AT = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
claims = st.builds(
    Claims,
    number=texts.map(lambda text: clipped(text, MOST_NUMBER)),
    code=st.text(ALPHABET, min_size=16, max_size=16),
    name=texts,
    kind=st.sampled_from(["course", "level", "diploma"]),
    title=texts.map(lambda text: clipped(text, MOST_TITLE)),
    level=st.sampled_from(["", "A1", "B2"]),
    issued_on=st.dates(date(1970, 1, 1)),
    valid_until=st.none() | st.dates(date(1970, 1, 1)),
    is_specimen=st.booleans(),
    kid=st.just("offline-2026-1"),
)


@given(claims.filter(lambda found: len(found.name.encode()) <= MOST_NAME))
def test_code_is_read_as_it_was_written(found):
    assert read(write(found, key=KEY), keys=KEYS) == found


def test_code_is_the_same_however_often_it_is_written():
    assert write(CLAIMS, key=KEY) == write(CLAIMS, key=KEY)


def test_longest_code_can_be_printed_in_thirty_millimetres():
    longest = replace(
        CLAIMS,
        number="W" * MOST_NUMBER,
        name="W" * MOST_NAME,
        kind="diploma",
        title="W" * MOST_TITLE,
        level="W" * MOST_LEVEL,
        valid_until=date(2126, 11, 23),
        is_specimen=True,
        kid="offline-2126-99",
    )
    text = write(longest, key=KEY)
    assert (len(text) <= MOST_LETTERS, len(qr_modules("A" * MOST_LETTERS))) == (True, 73)


def test_code_may_be_pasted_over_several_lines():
    text = write(CLAIMS, key=KEY)
    assert read(f"\r\n{text}\n", keys=KEYS) == CLAIMS


def test_code_of_another_signer_is_forged():
    with pytest.raises(BadCode, match="not as it was signed"):
        read(write(CLAIMS, key=OTHER), keys=KEYS)


def test_code_of_an_unknown_key_says_so():
    with pytest.raises(UnknownKey):
        read(write(replace(CLAIMS, kid="offline-2027-2"), key=KEY), keys=KEYS)


@pytest.mark.parametrize("unsigned", [b"\x80", b"\xa1\x01\x02", b"\xf6"])
def test_nothing_stands_where_nobody_signs(unsigned):
    content = from_base45(write(CLAIMS, key=KEY).removeprefix(PREFIX))
    changed = content.replace(b"\xa0\x58", unsigned + b"\x58", 1)
    with pytest.raises(BadCode):
        read(PREFIX + to_base45(changed), keys=KEYS)


@given(st.data())
def test_code_with_one_changed_byte_is_refused(data):
    content = bytearray(from_base45(write(CLAIMS, key=KEY).removeprefix(PREFIX)))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadCode):
        read(PREFIX + to_base45(bytes(content)), keys=KEYS)


@given(st.text(max_size=600))
def test_any_other_text_is_no_code(text):
    with pytest.raises(BadCode):
        read(PREFIX + text, keys=KEYS)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.binary() | st.text(), st.lists, max_leaves=8))
def test_any_other_message_is_no_code(value):
    for content in (value, cbor2.CBORTag(18, value)):
        with pytest.raises(BadCode):
            read(PREFIX + to_base45(cbor2.dumps(content)), keys=KEYS)


def test_code_signed_with_another_algorithm_is_refused():
    protected = cbor2.dumps({1: -7, 4: b"offline-2026-1"})
    payload = cbor2.dumps({})
    signature = KEY.sign(signed_part("Signature1", protected, payload))
    message = cbor2.CBORTag(18, [protected, {}, payload, signature])
    with pytest.raises(BadCode):
        read(PREFIX + to_base45(cbor2.dumps(message)), keys=KEYS)


@pytest.mark.parametrize("header", [b"", [1], [], b"\x01", "", None, {1: -8}, {1: -8, 4: 5}], ids=repr)
def test_code_with_another_header_is_refused(header):
    message = cbor2.CBORTag(18, [cbor2.dumps(header), {}, cbor2.dumps({}), bytes(64)])
    with pytest.raises(BadCode):
        read(PREFIX + to_base45(cbor2.dumps(message)), keys=KEYS)


@given(st.binary(max_size=80))
def test_base45_comes_back(content):
    assert from_base45(to_base45(content)) == content


# RFC 9285, sections 4.3 and 4.4.
@pytest.mark.parametrize(("content", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"ietf!", "QED8WEX0")])
def test_base45_is_that_of_the_standard(content, text):
    assert (to_base45(content), from_base45(text)) == (text, content)


@pytest.mark.parametrize("text", ["GGW", "::", "A", "ab", "AAAA"])
def test_base45_that_nobody_writes_is_refused(text):
    with pytest.raises(BadCode):
        from_base45(text)


@pytest.mark.parametrize(
    ("text", "most", "found"), [("Əliyeva", 40, "Əliyeva"), ("ƏƏƏƏ", 7, "ƏƏ…"), ("ab cd ef", 6, "ab…")]
)
def test_long_text_is_cut_between_letters(text, most, found):
    assert clipped(text, most) == found


def test_list_names_what_ended_without_naming_it():
    found = opened(write_list(revoked=["B" * 16, "A" * 16], replaced=["C" * 16], keys=[listed()], made_at=MADE_AT))
    assert found == {
        1: int(MADE_AT.timestamp()),
        2: b"".join(sorted([short_hash("A" * 16), short_hash("B" * 16)])),
        3: short_hash("C" * 16),
        4: [[b"offline-2026-1", KEY.public_key().public_bytes_raw(), 0]],
    }


def test_list_is_signed_by_every_key_that_is_here():
    keys = [
        listed(),
        ListedKey("offline-2026-2", OTHER.public_key()),
        ListedKey("offline-2026-3", OTHER.public_key(), MADE_AT, OTHER),
    ]
    message = cbor2.loads(write_list(revoked=[], replaced=[], keys=keys, made_at=MADE_AT))
    body, _unprotected, payload, signatures = message.value
    for key, (protected, _, signature) in zip((KEY, OTHER), signatures, strict=True):
        key.public_key().verify(signature, signed_part("Signature", body, protected, payload))
    assert [cbor2.loads(protected)[4] for protected, _, _ in signatures] == [b"offline-2026-1", b"offline-2026-3"]


def listed() -> ListedKey:
    return ListedKey("offline-2026-1", KEY.public_key(), private=KEY)


def opened(content: bytes) -> dict:
    message = cbor2.loads(content)
    assert message.tag == 98
    return cbor2.loads(message.value[2])
