"""An attempt as its person works on it. Everything works by forms; a script may save each answer as it is given."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import check_for_language, get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain import attempt as attempts
from courses.domain.attempt import close_if_overdue, save_page, save_response
from courses.exceptions import AttemptRefused, StaleResponse
from courses.item_types import kind_of
from courses.models import Attempt
from courses.queries.questions import questions, slots_of
from courses.queries.review import review
from courses.views.forms import answers_of
from courses.views.refusing import refusals_as_pages, status_of
from lms.accounts.texts import in_language
from lms.refusals import Refusal

LARGEST_BODY = 8_000


def own(request, public_id) -> Attempt:
    """The attempt, if it is this person's. Whose it is otherwise, nobody learns."""
    rows = Attempt.objects.select_related("assessment", "enrolment").prefetch_related("assessment__texts")
    attempt = rows.filter(public_id=public_id, enrolment__person=request.user.pk).first()
    if attempt is None:
        raise Http404
    return attempt


def facts(attempt: Attempt) -> dict:
    text = in_language(attempt.assessment.texts.all(), get_language())
    return {"attempt": attempt, "assessment": attempt.assessment, "text": text}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@refusals_as_pages
def attempt(request, public_id):
    now = timezone.now()
    sitting = own(request, public_id)
    if request.method == "POST":
        return save_or_say(request, sitting, now=now)
    sitting = close_if_overdue(sitting, now=now)
    if not sitting.is_open:
        return redirect("attempt_result", public_id)
    attempts.refuse_without_place(sitting.enrolment)
    asked = questions(slots_of(sitting), language=get_language(), at=sitting.started_at)
    left = int((sitting.deadline - now).total_seconds()) if sitting.deadline else None
    answered = sum(question.is_answered for question in asked)
    progress = {"questions": asked, "left": left, "answered": answered, "languages": settings.LANGUAGES}
    return render(request, "courses/attempt.html", facts(sitting) | progress)


def save_or_say(request, sitting: Attempt, *, now) -> HttpResponse:
    """A page that comes after the end leads to the result, with the sentence why it does not count."""
    try:
        return save(request, sitting, now=now)
    except AttemptRefused as refusal:
        if refusal.code not in ("finished", "late"):
            raise
        close_if_overdue(sitting, now=now)
        messages.warning(request, refusal.sentence)
        return redirect("attempt_result", sitting.public_id)


def save(request, sitting: Attempt, *, now) -> HttpResponse:
    """Keeps the page; then goes on to handing in, to another language, or back to the page."""
    newer = save_page(sitting, answers=answers_of(request.POST), language=get_language(), now=now)
    if newer:
        kept = ngettext(
            "Question %(list)s was changed on another device. We kept the newer answer.",
            "Questions %(list)s were changed on another device. We kept the newer answers.",
            len(newer),
        )
        messages.warning(request, kept % {"list": ", ".join(map(str, newer))})
    page = reverse("attempt", args=[sitting.public_id])
    if "finish" in request.POST and not newer:
        return redirect("attempt_submit", sitting.public_id)
    language = request.POST.get("language", "")
    if language and check_for_language(language):
        return redirect(f"{page}?lang={language}")
    if not newer:
        messages.success(request, _("Your answers are saved."))
    return redirect(page)


@require_POST
def attempt_save(request, public_id, slot):
    """One answer as JSON: `{"rev": 3, "value": {...}}`. 204, or the sentence and, where there is one, the newer answer."""
    if not request.user.is_authenticated:
        page = reverse("attempt", args=[public_id])
        sentence = _("You are signed out. Sign in again: your answers are kept on this device until then.")
        login = f"{reverse('account_login')}?next={page}"
        return JsonResponse({"code": "signed_out", "sentence": sentence, "login": login}, status=401)
    sitting = own(request, public_id)
    try:
        body = parsed(request)
        rev, wire = body["rev"], body["value"]
        save_response(sitting, slot=slot, rev=rev, wire=wire, language=get_language(), now=timezone.now())
    except StaleResponse as stale:
        return JsonResponse(said(stale) | newer_answer(sitting, slot, stale), status=409)
    except Refusal as refusal:
        return JsonResponse(said(refusal), status=status_of(refusal))
    return HttpResponse(status=204)


def parsed(request) -> dict[str, Any]:
    """The body of a small JSON object. Raises AttemptRefused for anything else."""
    refusal = AttemptRefused(_("This page is out of order. Reload it and try again."), code="invalid_form")
    if request.content_type != "application/json":
        raise refusal
    if len(request.body) > LARGEST_BODY:
        raise AttemptRefused(_("Your answer is too long."), code="too_large")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise refusal from error
    if not isinstance(body, dict) or body.keys() != {"rev", "value"} or body["value"] is None:
        raise refusal
    return body


def said(refusal: Refusal) -> dict[str, Any]:
    return {"code": refusal.code, "sentence": str(refusal)}


def newer_answer(sitting: Attempt, n: int, stale: StaleResponse) -> dict[str, Any]:
    slot = sitting.slots.select_related("version").get(n=n)
    return {"rev": stale.rev, "value": kind_of(slot.version.type).to_wire(stale.value, slot.option_order)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@refusals_as_pages
def attempt_submit(request, public_id):
    """Asks once more and names what is open; POST hands in."""
    now = timezone.now()
    sitting = close_if_overdue(own(request, public_id), now=now)
    if sitting.is_open:
        attempts.refuse_without_place(sitting.enrolment)
    if request.method == "POST":
        sitting = attempts.submit(sitting, now=now)
    if not sitting.is_open:
        return redirect("attempt_result", public_id)
    slots = slots_of(sitting)
    unanswered = [slot.n for slot in slots if not attempts.is_answered(slot)]
    return render(request, "courses/submit.html", facts(sitting) | {"unanswered": unanswered, "total": len(slots)})


@require_safe
@login_required
def attempt_result(request, public_id):
    sitting = close_if_overdue(own(request, public_id), now=timezone.now())
    if sitting.is_open:
        return redirect("attempt", public_id)
    return render(request, "courses/result.html", facts(sitting) | {"review": review(sitting, language=get_language())})
