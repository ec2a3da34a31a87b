"""The register: looking for certificates, and taking the list away."""

from collections.abc import Iterator
from functools import wraps

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from certificates.models import Certificate
from certificates.searching import search
from lms.accounts import audit
from lms.desk import rules
from lms.desk.exports import MOST_ROWS, as_csv, as_xlsx, table
from lms.desk.parameters import key_of
from lms.desk.queries.register import in_standing, issued_in, page_of
from lms.desk.register_forms import RegisterFilter
from lms.refusals import Refusal

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHERE = ("newer", "older")


def found_by(request: HttpRequest) -> tuple[RegisterFilter, QuerySet[Certificate]]:
    """The form and what it asks for, at the reader's centres only."""
    form = RegisterFilter(request.GET, user=request.user)
    found, chosen = rules.register(request.user), form.chosen()
    if centre := chosen.get("centre"):
        found = found.filter(centre=centre)
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if state := chosen.get("state"):
        found = in_standing(found, state, today=timezone.localdate())
    if year := chosen.get("year"):
        found = issued_in(found, int(year))
    if text := chosen.get("q"):
        found = search(found, text)
    return form, found


@require_safe
def register(request):
    form, found = found_by(request)
    page = page_of(
        found,
        **{f"{name}_than": anchor(request, name) for name in WHERE},
        language=get_language(),
        today=timezone.localdate(),
    )
    people = [row.certificate.enrolment.person_id for row in page.rows]
    audit.listed(request.user, people, timezone.now(), "desk:register", centre=form.chosen().get("centre"))
    context = {
        "form": form,
        "page": page,
        "newer": page.newer and address(request, newer=page.newer),
        "older": page.older and address(request, older=page.older),
        "export_query": address(request),
        "is_filtered": bool(form.chosen()),
    }
    return render(request, "desk/register.html", context)


def anchor(request: HttpRequest, name: str) -> Certificate | None:
    """The row from which the page goes on; None where there is no such row for this reader."""
    key = key_of(request.GET.get(name))
    return rules.register(request.user).filter(public_id=key).first() if key else None


def address(request: HttpRequest, **place) -> str:
    """What was asked for, at another place of the list."""
    query = request.GET.copy()
    for name in WHERE:
        query.pop(name, None)
    query.update(place)
    return f"?{query.urlencode()}"


class TooMany(Refusal):
    """More than one file holds."""

    def __init__(self):
        sentence = _("More than %(most)d certificates do not fit into one file. Choose a year, a centre or a kind.")
        super().__init__(sentence % {"most": MOST_ROWS}, code="too_many")


def taken_away(request: HttpRequest, form: str) -> Iterator[list]:
    """The rows of the filtered list. Who took it, of what and how many, is written down before the first byte."""
    asked, found = found_by(request)
    count = found[: MOST_ROWS + 1].count()
    if count > MOST_ROWS:
        raise TooMany
    record_export(request, asked, count=count, form=form)
    return table(found, language=get_language(), today=timezone.localdate())


def or_told(view):
    """A list that is too long leads back, with the sentence that says so."""

    @wraps(view)
    def told(request):
        try:
            return view(request)
        except TooMany as refusal:
            messages.warning(request, str(refusal))
            return redirect(reverse("desk:register") + address(request))

    return told


@require_GET  # what a HEAD would be told is written down as taken away
@or_told
def export_csv(request):
    headers = {"Content-Disposition": f'attachment; filename="{file_name("csv")}"'}
    content = as_csv(taken_away(request, "csv"))
    return StreamingHttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_GET  # what a HEAD would be told is written down as taken away
@or_told
def export_xlsx(request):
    file = as_xlsx(taken_away(request, "xlsx"), title=_("Register"))
    return FileResponse(file, as_attachment=True, filename=file_name("xlsx"), content_type=SPREADSHEET)


def file_name(form: str) -> str:
    return f"register-{timezone.localdate().isoformat()}.{form}"


def record_export(request: HttpRequest, asked: RegisterFilter, *, count: int, form: str) -> None:
    """The filter by its codes. Of a search only that there was one: it may be a name."""
    chosen = asked.chosen()
    facts = {name: chosen[name] for name in ("state", "kind", "year") if name in chosen}
    audit.record(
        "register.exported",
        actor=request.user,
        now=timezone.now(),
        centre=chosen.get("centre"),
        rows=count,
        form=form,
        searched="q" in chosen,
        **facts,
    )
