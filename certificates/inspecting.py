"""What a file from a stranger says of itself. It is read by a process that may use little time and memory and is then gone."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore

from django.conf import settings

from certificates import issuer
from certificates.enums import KeyPurpose, KeyState
from certificates.models import SigningKey
from certificates.seals import SealFound, seal

# Bytes; our papers have about forty thousand.
LARGEST = 5 * 1024 * 1024
# Seconds on the clock for one file, and for a turn to come: a web process looks at two files at a time.
PATIENCE, QUEUE = 20, 5
_turns = BoundedSemaphore(2)


class Busy(Exception):
    """Too many files are being looked at, or the machine has too much else to do."""


@dataclass(frozen=True)
class Look:
    """`kind`: pdf, credential (JSON), locked (a PDF behind a password) or unreadable. `code`: the certificate it speaks of.

    `proof`: ours, withdrawn (made with a key that fell into wrong hands), or empty for none that holds.
    """

    kind: str
    seal: SealFound | None = None
    code: str = ""
    proof: str = ""


def inspect(content: bytes) -> Look:
    """Raises Busy. Whatever the file does to its reader, it is unreadable at worst: its time is counted in work, not by the clock."""
    if len(content) > LARGEST:
        return Look("unreadable")
    given = json.dumps({"seals": seals(), "keys": keys()}).encode() + b"\n"
    if not _turns.acquire(timeout=QUEUE):
        raise Busy
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "certificates.inspect_file"],
            input=given + content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            # None of ours: they hold passwords.
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            timeout=PATIENCE,
            check=True,
        )
        return read(json.loads(done.stdout))
    except subprocess.TimeoutExpired as late:
        raise Busy from late
    except (subprocess.CalledProcessError, ValueError):
        return Look("unreadable")
    finally:
        _turns.release()


def read(found: dict) -> Look:
    seal = found.pop("seal", None)
    if seal:
        seal = SealFound(**(seal | {"at": datetime.fromisoformat(seal["at"]) if seal["at"] else None}))
    return Look(**found, seal=seal)


def seals() -> dict[str, list[str] | None]:
    """What `signing.seal_of` takes, in text."""
    ours = seal()
    if ours is None:
        return {"roots": [], "leaves": []}
    leaves = ours.leaves()
    return {
        "roots": [each.decode() for each in ours.roots()],
        "leaves": None if leaves is None else [each.decode() for each in leaves],
    }


def keys() -> dict[str, tuple[str, bool]]:
    """Every key we have signed credentials with, by its address: its Multikey, and whether it is still trusted."""
    found = SigningKey.objects.filter(purpose=KeyPurpose.CREDENTIAL)
    return {f"{issuer.address()}#{each.kid}": (each.public, each.state != KeyState.COMPROMISED) for each in found}
