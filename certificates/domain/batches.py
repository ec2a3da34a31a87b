"""Certificates for many: checked one by one, approved by a second person where the kind asks for one, then issued.

The rows tell how far a batch is; whoever runs it, killed at any moment, is simply followed by the next run.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.domain.due import awards_of, due, live
from certificates.domain.issuing import DRAWN_TOGETHER, cancel_draft, checked, number, write_draft
from certificates.domain.kinds import rule_of
from certificates.enums import OVER, BatchState, CertificateState, Kind, Outcome, Purpose
from certificates.models import Certificate, CertificateEvent, IssueBatch, IssueBatchRow
from courses.models import Cohort, Course
from lms.accounts import audit
from lms.accounts.models import User
from lms.jobs import enqueue
from lms.refusals import Refusal

NO_LONGER_ALLOWED = _("Whoever asked for it may no longer issue certificates here. Issue once more.")
WRONG_KIND = _("This course does not give such a certificate.")
MOVED_ON = _("This is no longer possible. Reload the page to see the present state.")


def request_batch(cohort: Cohort, *, actor, now: datetime, kind: str = Kind.COURSE) -> IssueBatch:
    """Asks for the certificates of everybody in a cohort who is due; the batch that is not over yet, if there is one.

    Refuses `not_yours`, `nobody_due`, and `wrong_kind` for a kind that the course does not give.
    """
    if not rules.may_issue(actor, cohort):
        raise Refusal(_("This cohort belongs to another centre."), code="not_yours")
    with transaction.atomic():
        # The course first: `set_awards` may be taking the kind away.
        Course.objects.select_for_update(no_key=True).get(pk=cohort.course_id)
        Cohort.objects.select_for_update().get(pk=cohort.pk)
        if kind not in awards_of(cohort.course):
            raise Refusal(WRONG_KIND, code="wrong_kind")
        running = cohort.issue_batches.filter(purpose=Purpose.ISSUE, kind=kind).exclude(state__in=OVER).first()
        if running:
            return running
        enrolments = list(due(cohort, kind=kind))
        if not enrolments:
            raise Refusal(_("Nobody in this cohort is waiting for a certificate."), code="nobody_due")
        batch = IssueBatch.objects.create(cohort=cohort, kind=kind, requested_by=actor, requested_at=now)
        IssueBatchRow.objects.bulk_create(IssueBatchRow(batch=batch, enrolment=each) for each in enrolments)
        audit.record(
            "certificates.requested", actor=actor, now=now, centre=cohort.centre, obj=batch, people=len(enrolments)
        )
        enqueue("certificates.run_batch", batch_id=batch.pk)
    return batch


def approve_batch(batch: IssueBatch, *, actor, now: datetime) -> IssueBatch:
    """A second person lets the drafts become certificates. Twice is once.

    Refuses `not_yours`, `same_person` for whoever asked for them, `own_certificate` for whoever would hold one, and `moved_on`.
    """
    if not rules.may_approve(actor, batch.cohort):
        raise Refusal(_("Only an approver of the centre or of the national office decides this."), code="not_yours")
    with transaction.atomic():
        batch = locked(batch)
        if batch.state in (BatchState.RUNNING, BatchState.DONE):
            return batch
        if batch.requested_by_id == actor.pk:
            raise Refusal(_("You asked for these certificates. Another person must approve them."), code="same_person")
        _refuse_holder(batch, actor)
        if batch.state != BatchState.AWAITING:
            raise Refusal(MOVED_ON, code="moved_on")
        batch.state, batch.decided_by, batch.decided_at = BatchState.RUNNING, actor, now
        batch.save(update_fields=["state", "decided_by", "decided_at"])
        audit.record("certificates.approved", actor=actor, now=now, centre=batch.cohort.centre, obj=batch)
        enqueue("certificates.run_batch", batch_id=batch.pk)
        return batch


def cancel_batch(batch: IssueBatch, *, actor, now: datetime, because: str = "") -> IssueBatch:
    """Undoes what has no number yet: whoever asked takes it back, or another says no, and why. Twice is once.

    Refuses `not_yours`, `moved_on`, and of another `own_certificate` for whoever would hold one, `no_reason` for not saying why.
    """
    own = batch.requested_by_id == actor.pk
    if not (rules.may_issue(actor, batch.cohort) or rules.may_approve(actor, batch.cohort)):
        raise Refusal(_("This cohort belongs to another centre."), code="not_yours")
    with transaction.atomic():
        batch = locked(batch)
        if batch.state == BatchState.CANCELLED:
            return batch
        if batch.state not in (BatchState.CHECKING, BatchState.AWAITING):
            raise Refusal(
                _("These certificates have numbers already. They can only be replaced or revoked."), code="moved_on"
            )
        if not own:
            _refuse_holder(batch, actor)
            if not because.strip():
                raise Refusal(_("Say why in a few words."), code="no_reason", field="because")
        for draft in _drafts(batch):
            cancel_draft(draft, actor=actor, now=now)
        batch.state, batch.decided_by, batch.decided_at = BatchState.CANCELLED, actor, now
        batch.finished_at, batch.declined_because = now, "" if own else because.strip()
        batch.save(update_fields=["state", "decided_by", "decided_at", "finished_at", "declined_because"])
        CertificateEvent.objects.bulk_create(
            CertificateEvent(
                certificate=row.replaces,
                at=now,
                actor=actor,
                action="replacement_declined",
                facts={"reason": batch.declined_because} if batch.declined_because else {},
            )
            for row in batch.rows.filter(replaces__isnull=False).select_related("replaces")
        )
        audit.record("certificates.cancelled", actor=actor, now=now, centre=batch.cohort.centre, obj=batch)
        return batch


def _refuse_holder(batch: IssueBatch, actor) -> None:
    if batch.rows.filter(enrolment__person=actor).exists():
        raise Refusal(
            _("One of these certificates is your own. Another person must approve them."), code="own_certificate"
        )


def run_batch(batch: IssueBatch, *, now: datetime) -> None:
    """Does what a batch waits for: checks its people, or gives numbers to those who are checked and approved."""
    if batch.state == BatchState.CHECKING:
        _check(batch, now=now)
    if batch.state == BatchState.RUNNING:
        _issue(batch, now=now)


def asks_second_person(batch: IssueBatch) -> bool:
    """Whether it stops after the check; any other goes on by itself, and soon has numbers."""
    return batch.purpose == Purpose.REISSUE or rule_of(batch.kind).second_person


def locked(batch: IssueBatch) -> IssueBatch:
    rows = IssueBatch.objects.select_for_update(of=("self",)).select_related("cohort__centre", "requested_by")
    return rows.get(pk=batch.pk)


def _check(batch: IssueBatch, *, now: datetime) -> None:
    """One short transaction a person; at its end the batch goes on, or waits for the second person."""
    with translation.override(batch.requested_by.language):
        for row in _rows(batch, Outcome.READY).select_related("enrolment", "replaces"):
            if not _check_row(batch, row, now=now):
                batch.refresh_from_db(fields=["state"])
                return
    with transaction.atomic():
        current = locked(batch)
        if current.state == BatchState.CHECKING:
            ready = current.rows.filter(outcome=Outcome.DRAFTED).exists()
            asks = asks_second_person(current)
            current.state = BatchState.DONE if not ready else BatchState.AWAITING if asks else BatchState.RUNNING
            current.finished_at = None if ready else now
            current.save(update_fields=["state", "finished_at"])
        batch.state = current.state


def _check_row(batch: IssueBatch, row: IssueBatchRow, *, now: datetime) -> bool:
    """Writes what came of one person; False once the batch was cancelled meanwhile. Drawn before anything is locked."""
    held = live(row.enrolment, kind=batch.kind) if batch.purpose == Purpose.ISSUE else None
    try:
        found = None if held else checked(row.enrolment, kind=batch.kind, actor=_still_allowed(batch))
    except Refusal as refusal:
        _settled(row, Outcome.REFUSED, **said(refusal))
        return True
    with transaction.atomic():
        if locked(batch).state != BatchState.CHECKING:
            return False
        if found is None:
            _settled(row, Outcome.SKIPPED, certificate=held)
        else:
            prepared = write_draft(found, actor=batch.requested_by, now=now, replaces=row.replaces)
            _settled(row, Outcome.DRAFTED, certificate=prepared)
    return True


def _issue(batch: IssueBatch, *, now: datetime) -> None:
    """Numbers some at a time, in the order of the names: the register reads like the list of the class."""
    waiting = list(_drafts(batch))
    for first in range(0, len(waiting), DRAWN_TOGETHER):
        some = waiting[first : first + DRAWN_TOGETHER]
        try:
            _still_allowed(batch)
        except Refusal as refusal:
            _refuse_some(batch, some, refusal, now=now)
        else:
            _issue_some(batch, some, now=now)
    over = IssueBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING)
    over.update(state=BatchState.DONE, finished_at=now)


def _still_allowed(batch: IssueBatch) -> User:
    """Whoever asked for a batch, looked up anew each time: a role may be taken away while the work goes on."""
    asked, approved = User.objects.get(pk=batch.requested_by_id), User.objects.filter(pk=batch.decided_by_id).first()
    if not rules.may_issue(asked, batch.cohort) or (approved and not rules.may_approve(approved, batch.cohort)):
        raise Refusal(NO_LONGER_ALLOWED, code="no_longer_allowed")
    return asked


def _refuse_some(batch: IssueBatch, drafts: list[Certificate], refusal: Refusal, *, now: datetime) -> None:
    with transaction.atomic():
        for draft in drafts:
            cancel_draft(draft, actor=None, now=now)
        rows = batch.rows.filter(outcome=Outcome.DRAFTED, certificate__in=drafts)
        rows.update(outcome=Outcome.REFUSED, **said(refusal))


def _drafts(batch: IssueBatch) -> QuerySet[Certificate]:
    waiting = Certificate.objects.filter(batch_rows__batch=batch, batch_rows__outcome=Outcome.DRAFTED)
    return waiting.select_related("enrolment__cohort__centre").order_by("enrolment__person__name_folded", "pk")


def _issue_some(batch: IssueBatch, drafts: list[Certificate], *, now: datetime) -> None:
    with transaction.atomic():
        issued = {each.pk for each in number(drafts, actor=batch.decided_by or batch.requested_by, now=now)}
        for row in batch.rows.filter(certificate__in=drafts).select_related("certificate", "enrolment"):
            if row.certificate_id in issued or _state(row) == CertificateState.ISSUED:
                _settled(row, Outcome.ISSUED)
            else:
                _settled(row, Outcome.SKIPPED, certificate=live(row.enrolment, kind=batch.kind) or row.certificate)


def _state(row: IssueBatchRow) -> str:
    return row.certificate.state if row.certificate else ""


def said(refusal: Refusal) -> dict:
    """What a row keeps of a refusal: its code, and its sentence in the language of whoever asked."""
    return {"code": refusal.code, "reason": str(refusal)[:300]}


def _rows(batch: IssueBatch, outcome: str) -> QuerySet[IssueBatchRow]:
    return batch.rows.filter(outcome=outcome).order_by("pk")


def _settled(row: IssueBatchRow, outcome: str, **facts) -> None:
    """While nobody else has settled the row: two runs of one batch do not overwrite each other."""
    IssueBatchRow.objects.filter(pk=row.pk, outcome__in=(Outcome.READY, Outcome.DRAFTED)).update(
        outcome=outcome, **facts
    )
