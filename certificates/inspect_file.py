"""Looks into one file that a stranger gave us, in a process of its own that may use little and knows no secret.

`python -m certificates.inspect_file` reads a line of JSON and the file from standard input, and writes what it found as JSON to
standard output (see `inspecting.Look`). The line is `{"seals": {"roots": [PEM], "leaves": [PEM]}, "keys": {address: [Multikey, trusted]}}`;
`leaves` may be null. It asks neither database nor network.
"""

import json
import resource
import sys
import zlib
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates import proofs
from certificates.seals import SealFound
from certificates.signing import seal_of

# Seconds of CPU, and bytes of address space: a paper of ours needs a tenth of either.
SECONDS, MEMORY = 10, 768 * 1024 * 1024
# Of an attachment; ours have about three thousand bytes.
LARGEST_CREDENTIAL = 100_000
NAME = "credential.json"
# What reading a file that was made to hurt may end in.
DAMAGED: tuple[type[Exception], ...] = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    ArithmeticError,
    AssertionError,
)
DAMAGED += (zlib.error,)


def main() -> None:
    for limit, value in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (value, value))
    given = json.loads(sys.stdin.buffer.readline())
    try:
        found = look(sys.stdin.buffer.read(), seals=given["seals"], keys=given["keys"])
    except (MemoryError, RecursionError, OSError):
        found = {"kind": "unreadable"}
    json.dump(found, sys.stdout)


def look(content: bytes, *, seals: dict[str, list[str] | None], keys: dict) -> dict:
    """What `inspecting.Look` takes."""
    if content.lstrip()[:1] == b"{":
        return {"kind": "credential", **credential(content, keys=keys)}
    kind = kind_of(content)
    if kind != "pdf":
        return {"kind": kind}
    seal = seal_of(content, roots=in_bytes(seals["roots"]) or [], leaves=in_bytes(seals["leaves"]))
    attached = attachment(content, revision=seal.revision if seal and seal.is_ours else None)
    return {
        "kind": kind,
        "seal": in_words(seal) if seal else None,
        **(credential(attached, keys=keys) if attached else {}),
    }


def in_bytes(texts: list[str] | None) -> list[bytes] | None:
    return None if texts is None else [each.encode() for each in texts]


def kind_of(content: bytes) -> str:
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        return "locked" if reader.encrypted else "pdf" if reader.root["/Pages"] else "unreadable"
    except DAMAGED:
        return "unreadable"


def in_words(seal: SealFound) -> dict:
    return asdict(seal) | {"at": seal.at.isoformat() if seal.at else None}


def attachment(content: bytes, *, revision: int | None) -> bytes | None:
    """The credential in a PDF: the one that was sealed, where the seal is ours."""
    with suppress(*DAMAGED):
        reader = PdfFileReader(BytesIO(content), strict=False)
        root = reader.root if revision is None else reader.get_historical_root(revision)
        listed = root["/Names"]["/EmbeddedFiles"]["/Names"]
        for place in range(0, len(listed) - 1, 2):
            if listed[place] == NAME:
                return listed[place + 1]["/EF"]["/F"].data[: LARGEST_CREDENTIAL + 1]
    return None


def credential(content: bytes, *, keys: dict) -> dict:
    """Which certificate it speaks of, and whose proof it has: `ours`, `withdrawn` for a key in wrong hands, or none."""
    try:
        document = json.loads(content) if len(content) <= LARGEST_CREDENTIAL else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        return {}
    address = str(document.get("id", ""))
    code = address.rsplit("/", 1)[-1].removesuffix(".json")[:40]
    return {"code": code, "proof": proof_of(document, keys=keys)}


def proof_of(document: dict, *, keys: dict) -> str:
    proof = document.get("proof")
    method = str(proof.get("verificationMethod")) if isinstance(proof, dict) else ""
    public, is_trusted = keys.get(method, ("", False))
    if not public:
        return ""
    key = Ed25519PublicKey.from_public_bytes(proofs.from_multibase(public).removeprefix(proofs.ED25519))
    try:
        proofs.check(document, key=key)
    except (proofs.BadProof, *DAMAGED):
        return ""
    return "ours" if is_trusted else "withdrawn"


if __name__ == "__main__":
    main()
