"""How an answer is dressed: for a reader, and for another program."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from certificates.codes import grouped
from certificates.domain.keys import KeyIsMissing
from certificates.snapshot import as_printed, in_one_language
from certificates.verification import Answer
from certificates.words import days_in_words
from lms.failing import PASSING, SECONDS
from lms.refusals import Refusal

# Seconds after which to ask again for what is not ready.
SOON = 60


def unindexed(response):
    """A page about one paper: not kept and not indexed. The next site does not learn its address (SECURE_REFERRER_POLICY).

    No stricter: to a page without referrer the browser gives no origin either, and its forms would be refused.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def shown(answer: Answer) -> dict:
    """The facts as they stand on the paper."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = as_printed(answer.facts, language=language)
    modules = [each | {"title": in_one_language(each["title"], language)} for each in facts.get("modules", [])]
    return {
        "answer": answer,
        "facts": facts | {"modules": modules},
        "cohort_dates": days_in_words(facts.get("cohort_dates", ""), language=language),
        "code": grouped(facts.get("code", "")),
        "checked_at": timezone.now(),
    }


def for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of any site may ask, and learns no more than a stranger: no cookie is read or set. Refusals are JSON too."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = _answered(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answered


def _answered(view, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "Accept, Content-Type"}
        return HttpResponse(status=204, headers=allowed | {"Access-Control-Max-Age": "86400"})
    if request.method not in ("GET", "HEAD"):
        return problem("method", _("This address is only read."), status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return problem("unknown", _("There is nothing under this address."), status=404)
    except PASSING:
        message = _("Something beside us does not answer. Ask again in a moment.")
        return problem("away", message, status=503, headers={"Retry-After": str(SECONDS)})
    except (KeyIsMissing, Refusal):
        return problem(
            "not_ready",
            _("This cannot be signed now. Ask again later."),
            status=503,
            headers={"Retry-After": str(SOON)},
        )


def as_json(
    document: dict, *, status: int = 200, media_type: str = "application/json", headers: dict[str, str] | None = None
) -> JsonResponse:
    """Not kept by anybody unless the headers say so."""
    return JsonResponse(
        document,
        status=status,
        content_type=media_type,
        headers={"Cache-Control": "no-store"} | (headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


def problem(code: str, message: str, *, status: int, headers: dict[str, str] | None = None) -> JsonResponse:
    """`code` is for programs and stays; `message` is for people, in the language of `?lang=`."""
    return as_json({"error": {"code": code, "message": message}}, status=status, headers=headers)
