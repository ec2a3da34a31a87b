"""Private keys as files: whole or not there, and for their owner alone."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def private_pem(key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_private(path: Path, content: bytes, *, replace: bool = False) -> None:
    """A file that its owner alone may read. Raises FileExistsError unless `replace`."""
    write_whole(path, content, mode=0o400, replace=replace)


def write_whole(path: Path, content: bytes, *, mode: int, replace: bool = False) -> None:
    """A file bears its name only when all of it is on the disk; of two that write it at once the first stays."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            beside.replace(path)
        else:
            path.hardlink_to(beside)
    finally:
        beside.unlink(missing_ok=True)
