"""What may happen to a certificate. Numbers have no gaps; nothing numbered is deleted or changed; everything may run twice."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from certificates import layouts, rules
from certificates.codes import new_code
from certificates.enums import BatchState, CertificateState, Kind, Outcome
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    IssueBatch,
    IssueBatchRow,
    Series,
    Template,
    TemplateVersion,
)
from certificates.snapshot import digest, facts, numbered
from courses.enums import EnrolmentState
from courses.models import Cohort, Enrolment
from lms.accounts import audit
from lms.accounts.models import User
from lms.jobs import enqueue
from lms.refusals import Refusal

# Part of a file's identity: raise it when the drawing changes, so that old files stay what they were.
RENDERER = "1"
FIRST_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
SHIPPED = {
    "issuer": {
        "az": "Azərbaycan Respublikasının Dövlət Miqrasiya Xidməti",
        "en": "State Migration Service of the Republic of Azerbaijan",
        "ru": "Государственная миграционная служба Азербайджанской Республики",
    },
    "signatory_title": {"az": "Mərkəzin rəhbəri", "en": "Head of the centre", "ru": "Руководитель центра"},
}
NO_LONGER_ALLOWED = _("Whoever asked for it may no longer issue certificates here. Issue once more.")


def completed() -> QuerySet[Enrolment]:
    """Enrolments that have a right to a certificate, with all that is printed."""
    return (
        Enrolment.objects.filter(state=EnrolmentState.COMPLETED)
        .select_related("person", "cohort__course", "cohort__centre")
        .prefetch_related("cohort__course__texts", "cohort__centre__texts")
    )


def due(cohort: Cohort) -> QuerySet[Enrolment]:
    """Who of a cohort has completed and holds no valid certificate."""
    return completed().filter(cohort=cohort).exclude(certificates__state=CertificateState.ISSUED)


def live(enrolment: Enrolment) -> Certificate | None:
    return enrolment.certificates.filter(state=CertificateState.ISSUED, kind=Kind.COURSE).first()


def template_version(kind: Kind = Kind.COURSE) -> TemplateVersion:
    """The newest published version for a kind; the one that ships with the system where nobody has published another."""
    published = TemplateVersion.objects.filter(template__kind=kind, published_at__isnull=False)
    return published.order_by("-published_at", "-pk").first() or shipped_version()


def shipped_version() -> TemplateVersion:
    template, _made = Template.objects.get_or_create(name="Course completion", defaults={"kind": Kind.COURSE})
    shipped = {"layout": "course_completion", "spec": SHIPPED, "published_at": FIRST_PUBLISHED}
    return TemplateVersion.objects.get_or_create(template=template, n=1, defaults=shipped)[0]


def series_for(enrolment: Enrolment, *, kind: Kind, now: datetime) -> Series:
    """The series of the centre for this year, by the calendar of Asia/Baku."""
    centre, year = enrolment.cohort.centre, timezone.localtime(now).year
    suffix = "" if kind == Kind.COURSE else f"-{kind[0].upper()}"
    prefix = f"AZ-{centre.code.upper()}-{year}{suffix}"
    return Series.objects.get_or_create(centre=centre, year=year, kind=kind, defaults={"prefix": prefix})[0]


def issue(enrolment: Enrolment, *, actor, now: datetime) -> Certificate:
    """The certificate of a completed enrolment: the one it holds, or a new one.

    `actor` is None when the system issues. Refuses `not_completed`, what `facts` refuses and, for staff of another centre,
    `not_yours`: all before a number is spent. May be repeated.
    """
    enrolment = completed().filter(pk=enrolment.pk).first() or enrolment
    if enrolment.state != EnrolmentState.COMPLETED:
        raise Refusal(_("The course is not completed yet."), code="not_completed")
    if actor is not None and not rules.may_issue(actor, enrolment.cohort):
        raise Refusal(_("This person belongs to another centre."), code="not_yours")
    template = template_version()
    values = facts(enrolment, template=template, now=now)
    series = series_for(enrolment, kind=Kind.COURSE, now=now)
    with transaction.atomic():
        # The enrolment first: at New Year two clerks may hold two series and one enrolment.
        Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
        series = Series.objects.select_for_update().get(pk=series.pk)
        existing = live(enrolment)
        return existing or number_and_write(enrolment, series, template, values, actor=actor, now=now)


def number_and_write(enrolment, series, template, values, *, actor, now) -> Certificate:
    """Takes the next number of a locked series and writes the certificate, its history and the job that draws it."""
    series.last += 1
    series.save(update_fields=["last"])
    snapshot = numbered(values, number=f"{series.prefix}-{series.last:06d}", code=new_code())
    certificate = Certificate.objects.create(
        series=series,
        n=series.last,
        number=snapshot["number"],
        code=snapshot["code"],
        enrolment=enrolment,
        template_version=template,
        snapshot=snapshot,
        snapshot_sha256=digest(snapshot),
        issued_at=now,
        issued_by=actor,
    )
    CertificateEvent.objects.create(certificate=certificate, at=now, actor=actor, action="issued")
    audit.record(
        "certificate.issued",
        actor=actor,
        now=now,
        person=enrolment.person,
        centre=enrolment.cohort.centre,
        obj=certificate,
        number=certificate.number,
    )
    enqueue("certificates.render", certificate_id=certificate.pk)
    return certificate


def rendered(certificate: Certificate) -> CertificateFile:
    """The PDF of a certificate, drawn now if it is not there (yet, or any more). The same bytes however often it runs."""
    known = certificate.files.filter(kind="pdf", renderer=RENDERER).first()
    return known if known and storages["private"].exists(known.storage_key) else draw(certificate)


def draw(certificate: Certificate) -> CertificateFile:
    """Writes the file under its own hash first and the row last, so that there is never a row without a file."""
    pdf = layouts.render(certificate.template_version.layout, certificate.snapshot)
    sha256 = hashlib.sha256(pdf).hexdigest()
    key = f"certificates/{certificate.issued_at:%Y}/{sha256}.pdf"
    keep(key, pdf)
    try:
        with transaction.atomic():
            return CertificateFile.objects.create(
                certificate=certificate, renderer=RENDERER, sha256=sha256, size=len(pdf), storage_key=key
            )
    except IntegrityError:
        return certificate.files.get(kind="pdf", renderer=RENDERER)


def keep(key: str, content: bytes) -> None:
    """Only whole files bear their name (`lms.storage`), so one that is there already is the same."""
    storage = storages["private"]
    if storage.exists(key):
        return
    name = storage.save(key, ContentFile(content))
    if name != key:  # another run was faster
        storage.delete(name)


def request_batch(cohort: Cohort, *, actor, now: datetime) -> IssueBatch:
    """Asks for the certificates of everybody in a cohort who is due; the batch that is running already, if there is one."""
    if not rules.may_issue(actor, cohort):
        raise Refusal(_("This cohort belongs to another centre."), code="not_yours")
    with transaction.atomic():
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        running = cohort.issue_batches.exclude(state=BatchState.DONE).first()
        if running:
            return running
        enrolments = list(due(cohort))
        if not enrolments:
            raise Refusal(_("Nobody in this cohort is waiting for a certificate."), code="nobody_due")
        batch = IssueBatch.objects.create(cohort=cohort, requested_by=actor, requested_at=now)
        IssueBatchRow.objects.bulk_create(IssueBatchRow(batch=batch, enrolment=each) for each in enrolments)
        audit.record(
            "certificates.requested", actor=actor, now=now, centre=cohort.centre, obj=batch, people=len(enrolments)
        )
        enqueue("certificates.run_batch", batch_id=batch.pk)
    return batch


def run_batch(batch: IssueBatch, *, now: datetime) -> None:
    """Issues what a batch still waits for, one short transaction a person. A killed run is simply run again."""
    IssueBatch.objects.filter(pk=batch.pk, state=BatchState.READY).update(state=BatchState.RUNNING)
    with translation.override(batch.requested_by.language):
        for row in batch.rows.filter(outcome=Outcome.READY).select_related("enrolment").order_by("pk"):
            settle_row(row, batch, now=now)
    for certificate in without_file(Certificate.objects.filter(enrolment__cohort=batch.cohort)):
        rendered(certificate)
    IssueBatch.objects.filter(pk=batch.pk).exclude(state=BatchState.DONE).update(state=BatchState.DONE, finished_at=now)


def settle_row(row: IssueBatchRow, batch: IssueBatch, *, now: datetime) -> None:
    """One person of a batch: issued, or refused with the sentence that staff will read."""
    held = live(row.enrolment)
    try:
        with transaction.atomic():
            certificate = held or issue(row.enrolment, actor=still_allowed(batch), now=now)
            outcome = Outcome.SKIPPED if held else Outcome.ISSUED
            waiting(row).update(outcome=outcome, certificate=certificate)
    except Refusal as refusal:
        waiting(row).update(outcome=Outcome.REFUSED, code=refusal.code, reason=str(refusal)[:300])


def still_allowed(batch: IssueBatch) -> User:
    """Whoever asked for a batch, looked up anew for each person: a role may be taken away while the work goes on."""
    actor = User.objects.get(pk=batch.requested_by_id)
    if not rules.may_issue(actor, batch.cohort):
        raise Refusal(NO_LONGER_ALLOWED, code="no_longer_allowed")
    return actor


def waiting(row: IssueBatchRow) -> QuerySet[IssueBatchRow]:
    """The row while nobody has settled it: two runs of one batch do not overwrite each other."""
    return IssueBatchRow.objects.filter(pk=row.pk, outcome=Outcome.READY)


def without_file(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return certificates.filter(files__isnull=True).select_related("template_version").order_by("pk")


def issue_those_who_wait(enrolments: Iterable[Enrolment], *, now: datetime) -> int:
    """Issues to everybody in `enrolments` who can be issued to; says how many. A refusal waits for the next time."""
    issued = 0
    for enrolment in enrolments:
        try:
            issue(enrolment, actor=None, now=now)
        except Refusal:
            continue
        issued += 1
    return issued
