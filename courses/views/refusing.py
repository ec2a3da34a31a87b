"""A refusal becomes a page or an answer with its sentence."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lms.refusals import Refusal

# What is not named here is a conflict with how things stand.
STATUS = {"not_found": 404, "invalid_response": 400, "invalid_rev": 400, "invalid_form": 400, "too_large": 413}
CONFLICT = 409


def status_of(refusal: Refusal) -> int:
    return STATUS.get(refusal.code, CONFLICT)


def refusals_as_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refused change shows its sentence, with the right status and a way on."""

    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            status = status_of(refusal)
            if status == STATUS["not_found"]:
                raise Http404 from refusal
            return render(request, "courses/refused.html", {"refusal": refusal}, status=status)

    return shown
