from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from courses.domain import completion
from courses.models import Lesson
from courses.queries.progress import my_learning
from courses.views.refusing import refusals_as_pages


@require_safe
@login_required
def my(request):
    learnings = my_learning(request.user, get_language(), timezone.localdate())
    current = next((each for each in learnings if each.next_step), None)
    others = [each for each in learnings if each is not current]
    return render(request, "courses/my.html", {"current": current, "others": others})


@require_POST
@refusals_as_pages
def complete_lesson(request, public_id):
    lesson = get_object_or_404(Lesson.objects.select_related("course"), public_id=public_id, is_active=True)
    page = reverse("lesson", args=[lesson.public_id])
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    completion.complete_lesson(lesson, person=request.user, now=timezone.now())
    return redirect(asked_for(request) or page)


def asked_for(request) -> str:
    """Where the form wants to go on, if that is a page of ours."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else ""
