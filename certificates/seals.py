"""What everybody needs to know of the seal on a paper: whose it is, and what was found of one.

`seal()` gives what the setting LMS_SEAL names: the key that lies on this machine, or a class of the installation that asks an
external service (a national e-signature, a hardware module) and has the same three methods.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class CannotSeal(Exception):
    """The key is missing, or the service that seals does not answer. The paper waits."""


class Seal(Protocol):
    def sealed(self, pdf: bytes) -> bytes:
        """The file with a signature added. Raises CannotSeal."""

    def roots(self) -> list[bytes]:
        """The certificates, in PEM, of the authorities that vouch for our seals."""

    def leaves(self) -> list[bytes] | None:
        """The certificates, in PEM, of the seals themselves, older ones too; None where the authorities vouch for no others.

        A national authority vouches for many: what somebody else sealed under it is not ours.
        """


@dataclass(frozen=True)
class SealFound:
    """`is_intact`: nothing was changed after sealing. `is_ours`: a seal of ours, for which an authority vouched at that time.

    `revision` counts the changes that the file has gone through up to the seal, from 0.
    """

    is_intact: bool
    is_ours: bool
    signer: str
    at: datetime | None
    revision: int = 0


def seal() -> Seal | None:
    """None where the setting is empty: then papers are not sealed, and their credential is the proof."""
    return import_string(settings.SEAL)() if settings.SEAL else None
