"""Is this paper true? What anybody may learn who holds a code, a file or a shared address, and nothing to whoever does not.

The page, the answer for programs and the command ask here. The register decides; a file only says whether it is as we made it.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.codes import normalise
from certificates.enums import CertificateState
from certificates.inspecting import Look, inspect
from certificates.models import Certificate, CertificateFile, Share
from certificates.seals import SealFound


class Verdict(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")
    UNKNOWN = "unknown", _("Not found")


SENTENCES = {
    Verdict.VALID: _("This certificate is valid"),
    Verdict.EXPIRED: _("This certificate has expired"),
    Verdict.REVOKED: _("This certificate was revoked"),
    Verdict.REPLACED: _("This certificate was replaced"),
    Verdict.UNKNOWN: _("No certificate with this code"),
}


@dataclass(frozen=True)
class Answer:
    """`facts` is the snapshot as printed; empty when nothing is known. `since` is set for revoked and expired."""

    verdict: Verdict
    facts: dict
    since: date | datetime | None = None
    successor: str = ""

    @property
    def is_specimen(self) -> bool:
        return bool(self.facts.get("test"))

    @property
    def sentence(self):
        return SENTENCES[self.verdict]


UNKNOWN = Answer(Verdict.UNKNOWN, {})
# As `domain.share` makes them.
TOKEN = re.compile(r"[\w-]{22}", re.ASCII)


class Made(models.TextChoices):
    """Whether a file is as we made it, and how we know."""

    OURS = "ours", _("This is the file we made, unchanged")
    SEALED = "sealed", _("This file carries our seal and is unchanged")
    SIGNED = "signed", _("This credential carries our signature and is unchanged")
    CHANGED = "changed", _("This file was changed after we made it")
    WITHDRAWN = "withdrawn", _("This file is signed with a key that is not trusted any more")
    FOREIGN = "foreign", _("We cannot tell from this file")
    LOCKED = "locked", _("This file is behind a password, so we cannot read it")
    UNREADABLE = "unreadable", _("We cannot read this file")


GENUINE = (Made.OURS, Made.SEALED, Made.SIGNED)


@dataclass(frozen=True)
class FileAnswer:
    """What a file is, and what the register says of the certificate that it speaks of."""

    made: Made
    answer: Answer = UNKNOWN
    seal: SealFound | None = None

    @property
    def is_genuine(self) -> bool:
        return self.made in GENUINE


def verify(typed: str, *, today: date) -> Answer:
    """What the register says about a code. A malformed code and an unknown one get the same answer."""
    code = normalise(typed)
    return answer(_issued().filter(code=code).first() if code else None, today=today)


def verify_shared(token: str, *, today: date) -> Answer:
    """The same for an address that a holder shared; one that was switched off was never there."""
    if not TOKEN.fullmatch(token):
        return UNKNOWN
    shared = Share.objects.filter(token=token, is_on=True).values("certificate")
    return answer(_issued().filter(pk__in=shared).first(), today=today)


def verify_file(content: bytes, *, today: date) -> FileAnswer:
    """A paper or a credential: as we made it, or changed. Raises `inspecting.Busy`."""
    return known_file(content, today=today) or looked_at(content, today=today)


def known_file(content: bytes, *, today: date) -> FileAnswer | None:
    """A file is known by its SHA-256: one changed byte makes it unknown."""
    sha256 = hashlib.sha256(content).hexdigest()
    file = CertificateFile.objects.filter(sha256=sha256).select_related("certificate__replaced_by").first()
    return FileAnswer(Made.OURS, answer(file.certificate, today=today)) if file else None


def looked_at(content: bytes, *, today: date) -> FileAnswer:
    """A file that we do not know byte for byte. Raises `inspecting.Busy`."""
    look = inspect(content)
    found = verify(look.code, today=today)
    return FileAnswer(_made(look, found), found, look.seal)


def _made(look: Look, found: Answer) -> Made:
    if look.kind in (Made.LOCKED, Made.UNREADABLE):
        return Made(look.kind)
    if look.seal and look.seal.is_ours:
        return Made.SEALED if look.seal.is_intact else Made.CHANGED
    if look.proof == "ours":
        # A credential may be written in another form; a paper without its seal is another paper.
        return Made.SIGNED if look.kind == "credential" else Made.CHANGED
    if look.proof == "withdrawn":
        return Made.WITHDRAWN
    return Made.FOREIGN if found.verdict is Verdict.UNKNOWN else Made.CHANGED


def _issued():
    """Drafts and what was cancelled are nobody's business."""
    return Certificate.objects.filter(number__isnull=False).select_related("replaced_by")


def answer(certificate: Certificate | None, *, today: date) -> Answer:
    if certificate is None or not certificate.is_numbered:
        return UNKNOWN
    facts = certificate.snapshot
    if certificate.state == CertificateState.REVOKED:
        return Answer(Verdict.REVOKED, facts, since=certificate.revoked_at)
    if certificate.state == CertificateState.SUPERSEDED:
        successor = getattr(certificate, "replaced_by", None)
        return Answer(Verdict.REPLACED, facts, successor=successor.number if successor else "")
    if certificate.valid_until and certificate.valid_until < today:
        return Answer(Verdict.EXPIRED, facts, since=certificate.valid_until)
    return Answer(Verdict.VALID, facts)
