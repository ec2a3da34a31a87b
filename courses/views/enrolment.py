from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.domain import enrolment as places
from courses.enums import EnrolmentState
from courses.models import Cohort, Enrolment
from courses.queries.progress import place_in
from courses.views.refusing import refusals_as_pages


@require_POST
@refusals_as_pages
def enrol(request, public_id):
    """Somebody who is not signed in signs in or up first, and then sees the place with one button to press."""
    cohort = get_object_or_404(Cohort, public_id=public_id)
    page = reverse("place", args=[cohort.public_id])
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    enrolment = places.enrol(cohort, person=request.user, actor=request.user, now=timezone.now())
    if enrolment.state == EnrolmentState.WAITING:
        messages.info(request, _("All places are taken. You are on the waiting list."))
    return redirect(page)


@require_safe
@login_required
def place(request, public_id):
    cohorts = Cohort.objects.select_related("course", "centre").prefetch_related("course__texts", "centre__texts")
    cohort = get_object_or_404(cohorts, public_id=public_id)
    now = timezone.now()
    found = place_in(cohort, request.user, get_language(), timezone.localdate(now))
    return render(request, "courses/place.html", {"place": found, "closed": places.closed(cohort, now=now)})


@require_POST
@login_required
@refusals_as_pages
def withdraw(request, public_id):
    enrolment = get_object_or_404(Enrolment, cohort__public_id=public_id, person=request.user)
    places.withdraw(enrolment, actor=request.user, now=timezone.now())
    messages.info(request, _("You gave up your place."))
    return redirect("place", public_id)
