"""The front page of a quiz, and its preview for authors."""

from random import Random

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courses import rules
from courses.domain import attempt as attempts
from courses.domain import preview as previews
from courses.exceptions import AttemptRefused
from courses.models import Assessment
from courses.queries.questions import questions
from courses.queries.review import reviewed
from courses.queries.sittings import seat, sittings
from courses.views.forms import answers_of
from courses.views.refusing import refusals_as_pages
from lms.accounts.texts import in_language


def assessments():
    return Assessment.objects.select_related("course").prefetch_related("texts", "course__texts")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@refusals_as_pages
def assessment(request, public_id):
    """What the quiz asks and allows; POST starts it, or goes on with the one that is open."""
    if request.method == "POST":
        return start(request, public_id)
    quiz = get_object_or_404(assessments(), public_id=public_id, is_active=True)
    found = sittings(quiz, request.user, language=get_language())
    refusal = attempts.refusal_to_start(found.enrolment, quiz, sittings=found.attempts, now=timezone.now())
    return render(
        request,
        "courses/assessment.html",
        {"quiz": found, "refusal": refusal, "may_preview": rules.may_preview(request.user)},
    )


def start(request, public_id):
    quiz = get_object_or_404(Assessment.objects.select_related("course"), public_id=public_id, is_active=True)
    enrolment = seat(quiz, request.user)
    if enrolment is None:
        raise AttemptRefused(_("You need a place in the course before you can take its quiz."), code="not_enrolled")
    return redirect("attempt", attempts.start(enrolment, assessment=quiz, now=timezone.now()).public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@refusals_as_pages
def preview(request, public_id):
    """A trainer sees the quiz as a learner does. Nothing is stored: a seed draws the same questions again."""
    if not rules.may_preview(request.user):
        raise Http404
    quiz = get_object_or_404(assessments(), public_id=public_id)
    seed = request.POST.get("seed", "")[:20] or get_random_string(10)
    slots = previews.slots(quiz, rng=Random(seed))  # noqa: S311 - chance without a purpose to guard
    language, now = get_language(), timezone.now()
    context = {"assessment": quiz, "text": in_language(quiz.texts.all(), language), "seed": seed, "is_preview": True}
    if request.method == "POST":
        previews.answer(slots, answers_of(request.POST))
        context["items"] = reviewed(slots, language=language, at=now, answers=True)
        context["score"], context["max_score"] = previews.result(slots)
        return render(request, "courses/previewed.html", context)
    context["questions"] = questions(slots, language=language, at=now)
    return render(request, "courses/attempt.html", context)
