"""The register as the desk reads it: the newest first, page by page, and never the whole table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.domain import REMINDER_TERMS, ending
from certificates.enums import CertificateState, Lost, Reason
from certificates.models import Certificate, CertificateEvent, Revocation
from certificates.snapshot import in_words
from lms.accounts.models import User
from lms.accounts.texts import in_language

ROWS = 30
OLDEST_FIRST = ("issued_at", "pk")
NEWEST_FIRST = ("-issued_at", "-pk")


class Standing(TextChoices):
    """What a certificate is worth today."""

    VALID = "valid", _("Valid")
    ENDING = "ending", _("Expires within 60 days")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


BADGES = {
    Standing.VALID: "ok",
    Standing.ENDING: "wait",
    Standing.EXPIRED: "open",
    Standing.REVOKED: "stop",
    Standing.REPLACED: "open",
}


def in_standing(certificates: QuerySet[Certificate], standing: str, *, today: date) -> QuerySet[Certificate]:
    if standing == Standing.REVOKED:
        return certificates.filter(state=CertificateState.REVOKED)
    if standing == Standing.REPLACED:
        return certificates.filter(state=CertificateState.SUPERSEDED)
    if standing == Standing.ENDING:
        return ending(certificates, today=today)
    issued = certificates.filter(state=CertificateState.ISSUED)
    if standing == Standing.EXPIRED:
        return issued.filter(valid_until__lt=today)
    return issued.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))


def standing_of(state: str, valid_until: date | None, *, today: date) -> Standing:
    if state == CertificateState.REVOKED:
        return Standing.REVOKED
    if state == CertificateState.SUPERSEDED:
        return Standing.REPLACED
    if valid_until is None or valid_until > today + timedelta(days=REMINDER_TERMS[0]):
        return Standing.VALID
    return Standing.EXPIRED if valid_until < today else Standing.ENDING


def issued_in(certificates: QuerySet[Certificate], year: int) -> QuerySet[Certificate]:
    """By the calendar of Asia/Baku, as the series go."""
    first, next_first = (timezone.make_aware(datetime(each, 1, 1)) for each in (year, year + 1))  # noqa: DTZ001 - made aware
    return certificates.filter(issued_at__gte=first, issued_at__lt=next_first)


@dataclass(frozen=True)
class Row:
    """A certificate with its words in the reader's language; `standing` of today."""

    certificate: Certificate
    facts: dict[str, Any]
    standing: Standing
    centre: str

    @property
    def badge(self) -> str:
        return BADGES[self.standing]


@dataclass(frozen=True)
class Page:
    """`newer` and `older` are the keys of the rows where the next pages begin; None where there is none."""

    rows: list[Row]
    newer: UUID | None
    older: UUID | None


def page_of(
    found: QuerySet[Certificate],
    *,
    older_than: Certificate | None = None,
    newer_than: Certificate | None = None,
    language: str,
    today: date,
) -> Page:
    """A page from a row on, without counting. At most 4 queries for any number of rows.

    The keys come first and alone, by an index that has the order; only then the rows.
    """
    if newer_than:
        keys = keys_of(found.filter(beyond(newer_than, "gt")).order_by(*OLDEST_FIRST))
        if len(keys) <= ROWS:  # this is where it begins, so the first page is shown whole
            newer_than = None
    if newer_than:
        shown, newer, older = keys[ROWS - 1 :: -1], True, True
    else:
        if older_than:
            found = found.filter(beyond(older_than, "lt"))
        keys = keys_of(found.order_by(*NEWEST_FIRST))
        shown, newer, older = keys[:ROWS], older_than is not None, len(keys) > ROWS
    rows = rows_of(shown, language=language, today=today)
    first, last = (rows[at].certificate.public_id if rows else None for at in (0, -1))
    return Page(rows, newer=first if newer else None, older=last if older else None)


def beyond(anchor: Certificate, side: str) -> Q:
    """Rows after or before the anchor. The first condition is the index's, the second is for the same moment."""
    strictly = Q(**{f"issued_at__{side}": anchor.issued_at})
    beside = Q(**{"issued_at": anchor.issued_at, f"pk__{side}": anchor.pk})
    return Q(**{f"issued_at__{side}e": anchor.issued_at}) & (strictly | beside)


def keys_of(found: QuerySet[Certificate]) -> list[int]:
    return list(found.values_list("pk", flat=True)[: ROWS + 1])


def rows_of(keys: Iterable[int], *, language: str, today: date) -> list[Row]:
    """In the order of the keys. 2 queries."""
    keys = list(keys)
    wanted = Certificate.objects.select_related("centre", "enrolment").prefetch_related("centre__texts")
    found = wanted.in_bulk(keys)
    return [row_of(found[key], language=language, today=today) for key in keys]


def row_of(certificate: Certificate, *, language: str, today: date) -> Row:
    facts = in_words(certificate.snapshot, language=language)
    standing = standing_of(certificate.state, certificate.valid_until, today=today)
    centre = in_language(certificate.centre.texts.all(), language) if certificate.centre else None
    return Row(certificate, facts, standing, centre.name if centre else "")


ACTIONS: dict[str, str | Promise] = {
    "drafted": _("Prepared"),
    "issued": _("Issued"),
    "duplicate": _("The same paper handed out again"),
    "replacement_asked": _("A replacement was asked for"),
    "replacement_declined": _("It was decided not to replace it"),
    "superseded": _("Replaced by another certificate"),
    "revocation_asked": _("Revocation was asked for"),
    "revocation_declined": _("It was decided not to revoke it"),
    "revoked": _("Revoked"),
    "reminded_60": _("Letter to the holder: two months left"),
    "reminded_14": _("Letter to the holder: two weeks left"),
}
REASONS = {**dict(Reason.choices), **dict(Lost.choices)}


@dataclass(frozen=True)
class Happened:
    """One line of a certificate's history. `actor` is None for what the system did."""

    at: datetime
    action: str
    actor: User | None
    reason: str


def history(certificate: Certificate) -> list[Happened]:
    """From the first day on. 1 query."""
    events = certificate.events.select_related("actor").order_by("at", "pk")
    return [happened(event) for event in events]


def happened(event: CertificateEvent) -> Happened:
    reason = event.facts.get("reason", "")
    return Happened(
        event.at, str(ACTIONS.get(event.action, event.action)), event.actor, str(REASONS.get(reason, reason))
    )


def open_revocation(certificate: Certificate) -> Revocation | None:
    return certificate.revocations.filter(agreed__isnull=True).select_related("requested_by").first()


def exported(found: QuerySet[Certificate]) -> QuerySet:
    """The columns of a list to take away, the newest first."""
    return found.order_by(*NEWEST_FIRST).values(
        "number",
        "kind",
        "state",
        "snapshot",
        "issued_at",
        "valid_until",
        "revoked_at",
        "centre",
        successor=F("replaced_by__number"),
    )
