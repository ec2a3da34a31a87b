"""What staff have asked for: being checked, waiting for another person, being issued, done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import outputs
from certificates import queries as certificates
from certificates.domain import approve_batch, asks_second_person, cancel_batch
from certificates.enums import BatchState, CertificateState
from certificates.models import Certificate, IssueBatch
from certificates.rules import may_approve, may_issue
from lms.accounts import audit
from lms.desk import rules
from lms.desk.queries.batches import drafts, why
from lms.desk.queries.cohorts import with_words
from lms.desk.queries.waiting import has_another_approver
from lms.desk.register_forms import DeclineForm
from lms.refusals import Refusal


def own_batch(request, public_id) -> IssueBatch:
    rows = rules.batches(request.user).select_related("requested_by", "decided_by")
    found = get_object_or_404(rows, public_id=public_id)
    found.cohort = with_words(rules.cohorts(request.user)).get(pk=found.cohort_id)
    return found


def shown(request, batch: IssueBatch) -> dict:
    """How far it is; when nothing changes by itself any more, what came of everybody."""
    user, now = request.user, timezone.now()
    progress = certificates.progress(batch)
    context = {
        "batch": batch,
        "cohort": batch.cohort,
        "progress": progress,
        "may_issue": may_issue(user, batch.cohort),
        "may_approve": may_approve(user, batch.cohort),
        "is_own": batch.requested_by_id == user.pk,
    }
    if not progress.is_done:
        not_begun = certificates.has_not_begun(batch, progress, now=now)
        return context | {"not_begun": not_begun, "may_take_back": may_take_back(user, batch, not_begun=not_begun)}
    if batch.state == BatchState.CANCELLED:
        return context
    came = certificates.came_of(batch)
    people = [row.enrolment.person_id for row in came.rows]
    audit.listed(user, people, now, "desk:batch", centre=batch.cohort.centre)
    # Whoever would hold one of them does not decide either.
    context["would_hold"] = user.pk in people
    context |= {"came": came, "refused": [(row, why(row)) for row in came.refused]}
    if batch.state == BatchState.AWAITING:
        return context | {"drafts": drafts(came.drafts), "has_another_approver": has_another_approver(batch)}
    return context | printing(batch, len(came.issued))


def may_take_back(user, batch: IssueBatch, *, not_begun: bool) -> bool:
    """While it is checked, where there is time to: what nobody approves has its numbers a moment later."""
    if batch.state != BatchState.CHECKING or not may_issue(user, batch.cohort):
        return False
    return not_begun or asks_second_person(batch)


def printing(batch: IssueBatch, many: int) -> dict:
    """Whether the print file is drawn while the browser waits, lies there already, or is being made."""
    if many <= outputs.AT_ONCE:
        return {"print_file": "ready"}
    if outputs.kept_print_file(batch, outputs.papers(batch)):
        return {"print_file": "ready"}
    return {"print_file": "making" if outputs.is_being_made(batch) else "large"}


@require_safe
def batch(request, public_id):
    return render(request, "desk/batch.html", shown(request, own_batch(request, public_id)))


@require_safe
def batch_progress(request, public_id):
    """The part of the page that changes; it asks for itself every second until all is done."""
    return render(request, "desk/batch_progress.html", shown(request, own_batch(request, public_id)))


@require_POST
def approve(request, public_id):
    return decided(request, own_batch(request, public_id), approve_batch)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, public_id):
    """Whoever asked takes it back; another is asked why."""
    batch = own_batch(request, public_id)
    own = batch.requested_by_id == request.user.pk
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (own or form.is_valid()):
        return decided(request, batch, cancel_batch, **({} if own else form.cleaned_data))
    return render(
        request, "desk/batch_decline.html", {"batch": batch, "cohort": batch.cohort, "own": own, "form": form}
    )


def decided(request, batch: IssueBatch, decide, **answers):
    """Back to the batch: it shows what has come of it, whoever was faster."""
    try:
        decide(batch, actor=request.user, now=timezone.now(), **answers)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:batch", batch.public_id)


@never_cache
@require_safe
def draft(request, public_id, certificate):
    """The paper of one person before it has a number, marked as a draft."""
    batch = own_batch(request, public_id)
    drafts = Certificate.objects.filter(batch_rows__batch=batch, state=CertificateState.DRAFT)
    found = get_object_or_404(drafts.select_related("enrolment__person", "template_version"), public_id=certificate)
    now = timezone.now()
    audit.seen(request.user, found.enrolment.person, now, "desk:draft", centre=batch.cohort.centre)
    pdf = outputs.draft(found, on=timezone.localdate(now))
    headers = {"Content-Disposition": 'inline; filename="draft.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
