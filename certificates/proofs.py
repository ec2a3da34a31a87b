"""Data Integrity proofs of the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites v1.0, section 3.2). Pure, and offline.

The meaning of a document is signed, not its bytes: it may be reformatted on its way, but no value may change.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}
FOLDER = Path(__file__).parent / "contexts"

SUITE = "eddsa-rdfc-2022"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# What has a meaning everywhere: with its scheme, and without what RFC 3987 leaves out.
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# Multicodec of an Ed25519 public key, as the prefix of its Multikey.
ED25519 = b"\xed\x01"


class BadProof(Exception):
    """The proof is missing, malformed, or does not belong to all that the document says."""


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
    found, context = document.get("proof"), document.get("@context")
    proof = dict(found) if isinstance(found, dict) else {}
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        signature = from_multibase(proof.pop("proofValue", ""))
        if (proof.get("type"), proof.get("cryptosuite")) != ("DataIntegrityProof", SUITE):
            raise BadProof("another kind of proof")
        if proof.get("proofPurpose") != "assertionMethod" or proof.get("@context", context) != context:
            raise BadProof("made for another purpose")
        key.verify(signature, digest(unsigned, proof))
    except (InvalidSignature, ValueError, TypeError, jsonld.JsonLdError) as problem:
        raise BadProof(str(problem)) from problem


def digest(document: dict, proof: dict) -> bytes:
    """What is signed: the hash of the proof's own statements, then the hash of the document's. Raises BadProof."""
    statements = canonical(proof | {"@context": document.get("@context")}), canonical(document)
    return b"".join(hashlib.sha256(each.encode()).digest() for each in statements)


def canonical(document: dict) -> str:
    """The statements of a document as N-Quads in canonical order (RDF Dataset Canonicalization 1.0).

    Raises BadProof for a document that says something which no statement holds: it would not be signed, and anybody could
    add it. The library would leave it out without a word.
    """
    contexts = document.get("@context")
    if not contexts or not isinstance(contexts, list) or not all(each in tuple(CONTEXTS) for each in contexts):
        raise BadProof("another context than ours")
    _refuse_unsaid({name: value for name, value in document.items() if name != "@context"})
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    processor = jsonld.JsonLdProcessor(on_property_dropped=_refuse_undefined)
    expanded = processor.expand(document, {"documentLoader": _load})
    _refuse_relative(expanded)
    return processor.normalize(expanded, options)


def _refuse_unsaid(value: Any) -> None:
    """What JSON-LD reads as an instruction or as nothing: keywords, contexts of a part, addresses for names, null."""
    if value is None:
        raise BadProof("a value that is none")
    if isinstance(value, dict):
        for name in value:
            if "@" in name or ":" in name:
                raise BadProof("a name that is no term")
    for each in _parts(value):
        _refuse_unsaid(each)


def _refuse_relative(expanded: Any) -> None:
    """Identifiers and types that are no whole address stand in no statement."""
    if isinstance(expanded, dict):
        types = expanded.get("@type", [])
        named = [expanded.get("@id", "urn:x"), *(types if isinstance(types, list) else [types])]
        if not all(isinstance(each, str) and IRI.fullmatch(each) for each in named):
            raise BadProof("an identifier that is no address")
    for each in _parts(expanded):
        _refuse_relative(each)


def _parts(value: Any) -> list:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _refuse_undefined(name: str | None) -> None:
    raise BadProof(f"not defined: {name}")


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
