"""Certificates for a cohort: who gets one, who does not and why, and the work while it is going on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from certificates import queries as certificates
from certificates.domain import request_batch
from certificates.enums import BatchState
from certificates.models import IssueBatch, IssueBatchRow
from lms.accounts import audit
from lms.desk import rules
from lms.desk.queries.cohorts import with_words
from lms.desk.queries.roster import obstacle, rows_of
from lms.desk.views.cohorts import managed_cohort
from lms.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, public_id):
    """Shows who is due; a POST asks for their certificates and leads to the work."""
    cohort = managed_cohort(request, public_id)
    if request.method == "POST":
        try:
            batch = request_batch(cohort, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:issue", cohort.public_id)
        return redirect("desk:batch", batch.public_id)
    rows = rows_of(cohort)
    audit.listed(request.user, [row.person.pk for row in rows], timezone.now(), "desk:issue", centre=cohort.centre)
    due = [row for row in rows if row.is_due]
    context = {
        "cohort": cohort,
        "ready": [row for row in due if not row.obstacle],
        "stopped": [row for row in due if row.obstacle],
        "others": [row for row in rows if not row.is_due],
        "running": cohort.issue_batches.exclude(state=BatchState.DONE).first(),
        "last": cohort.issue_batches.filter(state=BatchState.DONE).order_by("-pk").first(),
    }
    return render(request, "desk/issue.html", context)


def own_batch(request, public_id) -> IssueBatch:
    found = get_object_or_404(rules.batches(request.user).select_related("cohort"), public_id=public_id)
    found.cohort = with_words(rules.cohorts(request.user)).get(pk=found.cohort_id)
    return found


def shown(request, batch: IssueBatch) -> dict:
    """How far it is; when it is done, what came of everybody."""
    progress = certificates.progress(batch)
    rows = []
    if progress.is_done:
        rows = list(
            batch.rows.select_related("enrolment__person", "certificate").order_by(
                "enrolment__person__name_folded", "pk"
            )
        )
        people = [row.enrolment.person_id for row in rows]
        audit.listed(request.user, people, timezone.now(), "desk:batch", centre=batch.cohort.centre)
    return {
        "batch": batch,
        "cohort": batch.cohort,
        "progress": progress,
        "issued": [row for row in rows if row.certificate_id],
        "refused": [(row, why(row)) for row in rows if not row.certificate_id],
    }


def why(row: IssueBatchRow) -> str:
    """The refusal was stored in the language of whoever asked; while it still holds, it is said in the reader's."""
    return (row.is_about_name and obstacle(row.enrolment.person)) or certificates.reason(row)


@require_safe
def batch(request, public_id):
    return render(request, "desk/batch.html", shown(request, own_batch(request, public_id)))


@require_safe
def batch_progress(request, public_id):
    """The part of the page that changes; it asks for itself every second until all is done."""
    return render(request, "desk/batch_progress.html", shown(request, own_batch(request, public_id)))
