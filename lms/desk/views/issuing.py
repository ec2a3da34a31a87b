"""Certificates for a cohort: who gets one, who does not and why, whose name to look at once more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from certificates.domain import awards_of, request_batch, rule_of
from certificates.domain.batches import WRONG_KIND
from certificates.enums import OVER, Kind, Purpose
from courses.models import Cohort
from lms.accounts import audit
from lms.desk.queries.roster import Row, rows_of, same_names
from lms.desk.views.cohorts import managed_cohort
from lms.refusals import Refusal


@require_safe
def issue(request, public_id):
    """The first kind of certificate for which somebody is due, or the first that the course gives."""
    return show(request, managed_cohort(request, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_kind(request, public_id, kind):
    """Shows who is due; a POST asks for their certificates and leads to the work."""
    cohort = managed_cohort(request, public_id)
    if kind not in Kind.values:
        raise Http404
    return ask(request, cohort, kind) if request.method == "POST" else show(request, cohort, kind)


def show(request, cohort: Cohort, kind: str = ""):
    kinds = awards_of(cohort.course)
    if kind and kind not in kinds:
        messages.warning(request, str(WRONG_KIND))
        return redirect("desk:issue", cohort.public_id)
    people = rows_of(cohort, kinds=kinds)
    due = {each: sum(each in row.due for row in people) for each in kinds}
    kind = kind or next((each for each in kinds if due[each]), kinds[0])
    rows = [row.of(kind) for row in people]
    audit.listed(request.user, [row.person.pk for row in rows], timezone.now(), "desk:issue", centre=cohort.centre)
    ready = [row for row in rows if row.is_due and not row.obstacle]
    batches = cohort.issue_batches.filter(kind=kind, purpose=Purpose.ISSUE).order_by("-pk")
    context = {
        "cohort": cohort,
        "kind": Kind(kind),
        "kinds": [(Kind(each), due[each]) for each in kinds],
        "second_person": rule_of(kind).second_person,
        "ready": with_namesakes(ready),
        "doubted": sum(bool(row.doubts) for row in ready),
        "revoked": sum(bool(row.revoked) for row in ready),
        "stopped": [row for row in rows if row.is_due and row.obstacle],
        "others": [row for row in rows if not row.is_due],
        "running": batches.exclude(state__in=OVER).first(),
        "last": batches.filter(state__in=OVER).first(),
    }
    return render(request, "desk/issue.html", context)


def ask(request, cohort: Cohort, kind: str):
    try:
        batch = request_batch(cohort, actor=request.user, now=timezone.now(), kind=kind)
    except Refusal as refusal:
        if refusal.code != "wrong_kind":  # its page says so itself
            messages.warning(request, str(refusal))
        return redirect("desk:issue_kind", cohort.public_id, kind)
    return redirect("desk:batch", batch.public_id)


def with_namesakes(rows: list[Row]) -> list[tuple]:
    """Each row, and what tells this person from another of the same name."""
    people = {row.enrolment.pk: row.person for row in rows}
    alike = same_names(people, {row.enrolment.pk: row.printed[0] for row in rows})
    return [(row, alike.get(row.enrolment.pk)) for row in rows]
