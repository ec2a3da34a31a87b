"""From a completed enrolment to a numbered certificate.

A draft holds every value that will be printed, checked by drawing it once. Numbering is one short transaction that turns
drafts into certificates: nothing can be refused any more after a number is spent.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.codes import new_code
from certificates.domain.due import awards_of, completed, had, live, template_version
from certificates.domain.keys import active_key
from certificates.domain.kinds import rule_of
from certificates.enums import CertificateState, KeyPurpose, Kind
from certificates.models import Certificate, CertificateEvent, CertificateWord, Series, TemplateVersion
from certificates.searching import folded_words
from certificates.snapshot import digest, facts, local_date, numbered
from courses.enums import EnrolmentState
from courses.models import Enrolment
from lms.accounts import audit
from lms.jobs import enqueue
from lms.refusals import Refusal

# Certificates to a job of drawing: the job costs more than a page, and a killed one is not much to do again.
DRAWN_TOGETHER = 25
# What a draft gets when it becomes a certificate.
FILLED = (
    *("state", "series", "n", "number", "code", "snapshot", "snapshot_sha256"),
    *("issued_at", "issued_by", "signing_key", "valid_until"),
)


def issue(enrolment: Enrolment, *, actor, now: datetime, kind: str = Kind.COURSE) -> Certificate:
    """The certificate of a completed enrolment: the one it holds, or a new one.

    `actor` is None when the system issues. Refuses what `draft` refuses, and `needs_approval` for a kind that a second
    person must approve: all before a number is spent. May be repeated.
    """
    held = live(enrolment, kind=kind)
    if held:
        return held
    if rule_of(kind).second_person:
        raise Refusal(_("A second person must approve this certificate."), code="needs_approval")
    values = checked(enrolment, kind=kind, actor=actor)
    with transaction.atomic():
        number([write_draft(values, actor=actor, now=now)], actor=actor, now=now)
        return Certificate.objects.get(enrolment=enrolment, kind=kind, state=CertificateState.ISSUED)


class Checked(NamedTuple):
    """What can be drawn: the values of a certificate that is not written yet."""

    enrolment: Enrolment
    kind: str
    template: TemplateVersion
    values: dict


def checked(enrolment: Enrolment, *, kind: str, actor) -> Checked:
    """The values of this moment, drawn once on trial. Writes nothing.

    Refuses `not_completed`, `not_yours` for staff of another centre, and what `facts` refuses.
    """
    enrolment = completed().filter(pk=enrolment.pk).first() or enrolment
    if enrolment.state != EnrolmentState.COMPLETED:
        raise Refusal(_("The course is not completed yet."), code="not_completed")
    if actor is not None and not rules.may_issue(actor, enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    template = template_version(kind, course=enrolment.cohort.course)
    return Checked(enrolment, kind, template, facts(enrolment, kind=kind, template=template))


def write_draft(found: Checked, *, actor, now: datetime, replaces: Certificate | None = None) -> Certificate:
    """The draft of these values; the one there is already, if there is one."""
    with transaction.atomic():
        Enrolment.objects.select_for_update(no_key=True).get(pk=found.enrolment.pk)
        existing = found.enrolment.certificates.filter(kind=found.kind, state=CertificateState.DRAFT).first()
        if existing:
            return existing
        certificate = Certificate.objects.create(
            kind=found.kind,
            enrolment=found.enrolment,
            centre=found.enrolment.cohort.centre,
            template_version=found.template,
            snapshot=found.values,
            snapshot_sha256=digest(found.values),
            drafted_at=now,
            replaces=replaces,
        )
        names = f"{found.values['name_latin']} {found.values['name_own']}"
        CertificateWord.objects.bulk_create(
            CertificateWord(certificate=certificate, word=word) for word in sorted(folded_words(names))
        )
        CertificateEvent.objects.create(certificate=certificate, at=now, actor=actor, action="drafted")
        return certificate


def series_for(enrolment: Enrolment, *, kind: str, now: datetime) -> Series:
    """The series of the centre for this year, by the calendar of Asia/Baku."""
    centre, year = enrolment.cohort.centre, timezone.localtime(now).year
    suffix = "" if kind == Kind.COURSE else f"-{kind[0].upper()}"
    prefix = f"AZ-{centre.code.upper()}-{year}{suffix}"
    return Series.objects.get_or_create(centre=centre, year=year, kind=kind, defaults={"prefix": prefix})[0]


def number(drafts: Sequence[Certificate], *, actor, now: datetime) -> list[Certificate]:
    """Turns drafts of one centre and kind into certificates with the next numbers, in the order given, all or none.

    Those that are no longer drafts are left out; so are those whose holder has got the same kind meanwhile, or whose
    predecessor is not valid any more: they are cancelled. The rest are drawn by a job afterwards.
    """
    if not drafts:
        return []
    key = active_key(KeyPurpose.CREDENTIAL, now=now)
    series = series_for(drafts[0].enrolment, kind=drafts[0].kind, now=now)
    valid_until = rule_of(series.kind).valid_until(timezone.localdate(now))
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series.pk)
        locked = Certificate.objects.select_for_update(of=("self",)).select_related(
            "enrolment__person", "enrolment__cohort__centre"
        )
        found = locked.in_bulk([each.pk for each in drafts])
        waiting = [found[each.pk] for each in drafts if found[each.pk].state == CertificateState.DRAFT]
        ready = [each for each in waiting if _may_follow(each, actor=actor, now=now)]
        for n, certificate in enumerate(ready, start=series.last + 1):
            _fill(certificate, series, n=n, key=key, valid_until=valid_until, actor=actor, now=now)
        series.last += len(ready)
        series.save(update_fields=["last"])
        Certificate.objects.bulk_update(
            ready,
            FILLED,
            batch_size=100,
        )
        CertificateEvent.objects.bulk_create(
            CertificateEvent(certificate=each, at=now, actor=actor, action="issued") for each in ready
        )
        for each in ready:
            _announce(each, actor=actor, now=now)
        for first in range(0, len(ready), DRAWN_TOGETHER):
            enqueue("certificates.render", certificate_ids=[each.pk for each in ready[first : first + DRAWN_TOGETHER]])
        return ready


def _may_follow(certificate: Certificate, *, actor, now: datetime) -> bool:
    """Makes room for a draft: the one it replaces is superseded. Cancels the draft where there is no room."""
    issued = Certificate.objects.filter(
        enrolment=certificate.enrolment_id, kind=certificate.kind, state=CertificateState.ISSUED
    )
    if certificate.replaces_id is None and not issued.exists():
        return True
    predecessor = certificate.replaces
    if predecessor and issued.filter(pk=predecessor.pk).update(state=CertificateState.SUPERSEDED):
        CertificateEvent.objects.create(certificate=predecessor, at=now, actor=actor, action="superseded")
        return True
    cancel_draft(certificate, actor=actor, now=now)
    return False


def cancel_draft(certificate: Certificate, *, actor, now: datetime) -> None:
    """Twice is once. A draft had no number, so nothing is missing in the register."""
    drafts = Certificate.objects.filter(pk=certificate.pk, state=CertificateState.DRAFT)
    if drafts.update(state=CertificateState.CANCELLED, replaces=None):
        CertificateEvent.objects.create(certificate=certificate, at=now, actor=actor, action="cancelled")


def _fill(
    certificate: Certificate, series: Series, *, n: int, key, valid_until: date | None, actor, now: datetime
) -> None:
    dated = certificate.snapshot | {
        "issued_on": local_date(now),
        "valid_until": valid_until.isoformat() if valid_until else "",
    }
    snapshot = numbered(dated, number=f"{series.prefix}-{n:06d}", code=new_code())
    certificate.state = CertificateState.ISSUED
    certificate.series, certificate.n = series, n
    certificate.number, certificate.code = snapshot["number"], snapshot["code"]
    certificate.snapshot, certificate.snapshot_sha256 = snapshot, digest(snapshot)
    certificate.issued_at, certificate.issued_by = now, actor
    certificate.signing_key, certificate.valid_until = key, valid_until


def _announce(certificate: Certificate, *, actor, now: datetime) -> None:
    audit.record(
        "certificate.issued",
        actor=actor,
        now=now,
        person=certificate.enrolment.person,
        centre=certificate.enrolment.cohort.centre,
        obj=certificate,
        number=certificate.number,
    )


def issue_those_who_wait(enrolments: Iterable[Enrolment], *, now: datetime) -> int:
    """Issues to everybody in `enrolments` what can be issued without staff; says how many. A refusal waits for the next time.

    What was revoked or replaced is not issued again.
    """
    issued = 0
    for enrolment in enrolments:
        for kind in awards_of(enrolment.cohort.course):
            if Enrolment.objects.filter(had(kind), pk=enrolment.pk).exists():
                continue
            try:
                issue(enrolment, actor=None, now=now, kind=kind)
            except Refusal:
                continue
            issued += 1
    return issued
