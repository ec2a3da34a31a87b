"""Data Integrity proofs of the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites v1.0, section 3.2). Pure, and offline.

The meaning of a document is signed, not its bytes: it may be reformatted on its way, but no value may change.
"""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}
FOLDER = Path(__file__).parent / "contexts"

SUITE = "eddsa-rdfc-2022"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Multicodec of an Ed25519 public key, as the prefix of its Multikey.
ED25519 = b"\xed\x01"


class BadProof(Exception):
    """The proof is missing, malformed, or does not belong to what the document says."""


def signed(document: dict, *, key: Ed25519PrivateKey, method: str, created: datetime) -> dict:
    """The document with its proof. `method` is the address of the public key; `created` an aware moment.

    The same arguments give the same proof: Ed25519 draws no random number.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = multibase(key.sign(digest(document, proof)))
    return document | {"proof": proof | {"proofValue": value}}


def check(document: dict, *, key: Ed25519PublicKey) -> None:
    """Raises BadProof unless the document's one proof was made by this key for what the document says."""
    proof = dict(document.get("proof") or {})
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        signature = from_multibase(proof.pop("proofValue", ""))
        if (proof.get("type"), proof.get("cryptosuite")) != ("DataIntegrityProof", SUITE):
            raise BadProof("another kind of proof")
        if proof.get("proofPurpose") != "assertionMethod":
            raise BadProof("made for another purpose")
        key.verify(signature, digest(unsigned, proof))
    except (InvalidSignature, ValueError, TypeError, jsonld.JsonLdError) as problem:
        raise BadProof(str(problem)) from problem


def digest(document: dict, proof: dict) -> bytes:
    """What is signed: the hash of the proof's own statements, then the hash of the document's."""
    statements = canonical(proof | {"@context": document["@context"]}), canonical(document)
    return b"".join(hashlib.sha256(each.encode()).digest() for each in statements)


def canonical(document: dict) -> str:
    """The statements of a document as N-Quads in canonical order (RDF Dataset Canonicalization 1.0).

    Raises `jsonld.JsonLdError` for a document that says something its contexts do not define: it would not be signed.
    """
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load, "safe": True}
    return jsonld.normalize(document, options)


def multikey(key: Ed25519PublicKey) -> str:
    """The public key as a Multikey (W3C Controlled Identifiers 1.0, section 2.2.2)."""
    return multibase(ED25519 + key.public_bytes_raw())


def multibase(content: bytes) -> str:
    """Base58 with the letter that says so."""
    number, letters = int.from_bytes(content, "big"), ""
    while number:
        number, place = divmod(number, 58)
        letters = BASE58[place] + letters
    return "z" + "1" * (len(content) - len(content.lstrip(b"\0"))) + letters


def from_multibase(text: str) -> bytes:
    """Raises ValueError for anything else than base58 after its letter."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > 200:
        raise ValueError("not a base58 value")
    number = 0
    for letter in text[1:]:
        number = number * 58 + BASE58.index(letter)
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _load(address: str, options: dict) -> dict:
    """The contexts we carry, and nothing else: no document makes us ask the network."""
    if address not in CONTEXTS:
        raise jsonld.JsonLdError("unknown context", "jsonld.LoadDocumentError", code="loading document failed")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _read(address),
    }


@cache
def _read(address: str) -> dict:
    return json.loads((FOLDER / CONTEXTS[address]).read_text())
