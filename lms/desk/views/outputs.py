"""What the counter takes from a finished batch. Each leaves a row in the audit: they are lists of people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates import outputs
from certificates.letters import key_of, letters_about
from certificates.models import Certificate, IssueBatch
from certificates.queries import progress
from certificates.rules import may_issue
from lms.accounts import audit
from lms.desk.views.batches import own_batch
from lms.jobs.enums import MessageState
from lms.refusals import Refusal


def batch_to_hand_out(request, public_id) -> IssueBatch:
    """For those who hand papers over; others are refused."""
    batch = own_batch(request, public_id)
    if not may_issue(request.user, batch.cohort):
        raise PermissionDenied
    return batch


def handed_out(request, batch: IssueBatch) -> list[Certificate]:
    """The valid certificates of a batch; empty, with a message, where there is nothing to hand out yet or any more."""
    found = outputs.papers(batch) if progress(batch).is_done else []
    if not found:
        messages.warning(request, _("There is no certificate to hand out here now."))
        return []
    people = [each.enrolment.person_id for each in found]
    screen = f"desk:{request.resolver_match.url_name}"
    audit.listed(request.user, people, timezone.now(), screen, centre=batch.cohort.centre)
    return found


def not_now(request, batch: IssueBatch, refusal: Refusal) -> HttpResponse:
    messages.warning(request, str(refusal))
    return redirect("desk:batch", batch.public_id)


def file_name(certificates: list[Certificate], suffix: str) -> str:
    return f"{certificates[0].number}-{certificates[-1].n:06d}.{suffix}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch_print(request, public_id):
    """A small file is drawn now; a large one is asked for by POST, made by a job, and fetched when it is there."""
    batch = batch_to_hand_out(request, public_id)
    if request.method == "POST":
        outputs.ask_for_print_file(batch)
        return redirect("desk:batch", batch.public_id)
    certificates = handed_out(request, batch)
    if not certificates:
        return redirect("desk:batch", batch.public_id)
    name = file_name(certificates, "pdf")
    if len(certificates) <= outputs.AT_ONCE:
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        try:
            pdf = outputs.print_file(certificates)
        except Refusal as refusal:
            return not_now(request, batch, refusal)
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    key = outputs.kept_print_file(batch, certificates)
    if not key:
        messages.warning(request, _("The print file must be made first."))
        return redirect("desk:batch", batch.public_id)
    return FileResponse(storages["private"].open(key), filename=name, content_type="application/pdf")


@require_safe
def batch_print_state(request, public_id):
    """The part of the page that waits for a large print file."""
    batch = batch_to_hand_out(request, public_id)
    certificates = outputs.papers(batch)
    state = "making" if outputs.is_being_made(batch) else "large"
    state = "ready" if outputs.kept_print_file(batch, certificates) else state
    return render(request, "desk/batch_print.html", {"batch": batch, "print_file": state})


@never_cache
@require_safe
def batch_zip(request, public_id):
    batch = batch_to_hand_out(request, public_id)
    certificates = handed_out(request, batch)
    if not certificates:
        return redirect("desk:batch", batch.public_id)
    name = file_name(certificates, "zip")
    try:
        archive = outputs.bundle(certificates)
    except Refusal as refusal:
        return not_now(request, batch, refusal)
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@require_safe
def batch_list(request, public_id):
    """The list that people sign."""
    batch = batch_to_hand_out(request, public_id)
    certificates = handed_out(request, batch)
    if not certificates:
        return redirect("desk:batch", batch.public_id)
    pdf = outputs.hand_over_list(batch, certificates, now=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{file_name(certificates, "list.pdf")}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_safe
def batch_letters(request, public_id):
    """Who has been written to, and who must be handed the paper."""
    batch = batch_to_hand_out(request, public_id)
    certificates = handed_out(request, batch)
    if not certificates:
        return redirect("desk:batch", batch.public_id)
    letters = letters_about(certificates)
    by_hand, told = [], []
    for each in certificates:
        letter = letters.get(key_of(each))
        refused = letter is not None and letter.state == MessageState.REFUSED
        if refused or (letter is None and not each.enrolment.person.email):
            by_hand.append((each, refused))
        else:
            told.append((each, letter))
    context = {"batch": batch, "cohort": batch.cohort, "by_hand": by_hand, "told": told}
    return render(request, "desk/batch_letters.html", context)
