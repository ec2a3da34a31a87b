"""The proof holds for all that a document says, and for nothing that was added to it."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates import proofs
from tests.conftest import NOW

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
DOCUMENT = {
    "@context": [proofs.CREDENTIALS, proofs.OPEN_BADGES],
    "id": "https://lms.example.org/v/AAAAAAAAAAAAAAAA.json",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://lms.example.org/issuer", "type": ["Profile"], "name": "Centre"},
    "credentialSubject": {"type": ["AchievementSubject"], "achievement": {"id": "urn:x:1", "type": ["Achievement"]}},
}


@pytest.fixture
def signed() -> dict:
    document = proofs.signed(DOCUMENT, key=KEY, method="https://lms.example.org/issuer#1", created=NOW)
    return json.loads(json.dumps(document))


def test_proof_holds_in_another_order(signed):
    turned = {name: signed[name] for name in sorted(signed, reverse=True)}
    turned["type"] = turned["type"][::-1]
    assert (list(turned) != list(signed), turned["type"] != signed["type"]) == (True, True)
    assert proofs.check(turned, key=KEY.public_key()) is None
    with pytest.raises(proofs.BadProof):
        proofs.check(turned | {"id": "https://lms.example.org/v/another.json"}, key=KEY.public_key())


ADDED: dict[str, Callable[[dict], object]] = {
    "undefined": lambda it: it.update(grade="excellent"),
    "undefined of the subject": lambda it: it["credentialSubject"].update(grade="excellent"),
    "undefined of the proof": lambda it: it["proof"].update(grade="excellent"),
    "keyword": lambda it: it.update({"@index": "excellent"}),
    "like a keyword": lambda it: it.update({"@grade": "excellent"}),
    "included": lambda it: it.update({"@included": ["excellent"]}),
    "blank name": lambda it: it.update({"_:grade": "excellent"}),
    "no scheme": lambda it: it.update({":grade": "excellent"}),
    "none": lambda it: it.update(description=None),
    "none of several": lambda it: it["type"].append(None),
    "evidence without an address": lambda it: it.update(evidence={"id": ":x", "name": "Doctor"}),
    "evidence with a broken address": lambda it: it.update(evidence={"id": "https://a b", "name": "Doctor"}),
    "type that is none": lambda it: it["type"].append(":Doctor"),
    "context of its own": lambda it: it["@context"].append({"grade": None}),
    "context of the subject": lambda it: it["credentialSubject"].update({"@context": {"grade": None}, "grade": "1"}),
    "context of the proof": lambda it: it["proof"].update({"@context": {"grade": None}, "grade": "1"}),
    "several proofs": lambda it: it.update(proof=[it["proof"]]),
    "no context": lambda it: it.pop("@context"),
    "context that is no list": lambda it: it.update({"@context": {"grade": None}}),
}


@pytest.mark.parametrize("add", ADDED.values(), ids=ADDED)
def test_what_no_statement_holds_is_not_called_signed(signed, add):
    add(signed)
    with pytest.raises(proofs.BadProof):
        proofs.check(signed, key=KEY.public_key())


def test_nothing_is_signed_that_its_contexts_do_not_define():
    with pytest.raises(proofs.BadProof):
        proofs.signed(
            DOCUMENT | {"grade": "excellent"}, key=KEY, method="https://lms.example.org/issuer#1", created=NOW
        )
