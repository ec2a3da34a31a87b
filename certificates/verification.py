"""Is this paper true? What anybody may learn who holds a code, and nothing to whoever does not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.codes import normalise
from certificates.enums import CertificateState
from certificates.models import Certificate

# Misses from one address before it is asked to wait; a right code is answered always, since it cannot be guessed.
MISSES = 30
WINDOW = 600


class Verdict(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")
    UNKNOWN = "unknown", _("Not found")


@dataclass(frozen=True)
class Answer:
    """`facts` is the snapshot as printed; empty when the code is unknown. `since` is set for revoked and expired."""

    verdict: Verdict
    facts: dict
    since: date | datetime | None = None
    successor: str = ""

    @property
    def is_specimen(self) -> bool:
        return bool(self.facts.get("test"))


UNKNOWN = Answer(Verdict.UNKNOWN, {})


def verify(typed: str, *, today: date) -> Answer:
    """What the register says about a code. A malformed code and an unknown one get the same answer."""
    code = normalise(typed)
    certificate = Certificate.objects.filter(code=code).select_related("replaced_by").first() if code else None
    return answer(certificate, today=today) if certificate else UNKNOWN


def answer(certificate: Certificate, *, today: date) -> Answer:
    facts = certificate.snapshot
    if certificate.state == CertificateState.REVOKED:
        return Answer(Verdict.REVOKED, facts, since=certificate.revoked_at)
    if certificate.state == CertificateState.SUPERSEDED:
        successor = getattr(certificate, "replaced_by", None)
        return Answer(Verdict.REPLACED, facts, successor=successor.number if successor else "")
    if certificate.valid_until and certificate.valid_until < today:
        return Answer(Verdict.EXPIRED, facts, since=certificate.valid_until)
    return Answer(Verdict.VALID, facts)


def client_address(request) -> str:
    """Who asks: the address before as many proxies as we trust; what a client writes itself is not looked at."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if trusted else []
    return forwarded[-trusted].strip() if 0 < trusted <= len(forwarded) else request.META.get("REMOTE_ADDR", "")


def may_ask(address: str) -> bool:
    return cache.get(f"verify-misses:{address}", 0) < MISSES


def note_miss(address: str) -> None:
    key = f"verify-misses:{address}"
    if not cache.add(key, 1, WINDOW):
        try:
            cache.incr(key)
        except ValueError:
            cache.set(key, 1, WINDOW)
