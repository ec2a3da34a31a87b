"""One certificate of the register: what is printed, what became of it, and what may be done about it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certificates import domain, fields
from certificates import rules as rights
from certificates.enums import CertificateState
from certificates.models import Certificate, Revocation
from lms.accounts import audit
from lms.desk import rules
from lms.desk.forms import refuse_in
from lms.desk.queries.register import history, open_revocation, row_of
from lms.desk.register_forms import DeclineForm, DuplicateForm, ReplaceForm, RevokeForm
from lms.refusals import Refusal


def own_certificate(request, public_id) -> Certificate:
    """With what its pages say of it; that it was looked at is written down."""
    found = rules.register(request.user).select_related(
        "enrolment__person", "enrolment__cohort__centre", "centre", "template_version", "signing_key", "issued_by"
    )
    certificate = get_object_or_404(found.prefetch_related("centre__texts"), public_id=public_id)
    screen = f"desk:{request.resolver_match.url_name}"
    audit.seen(request.user, certificate.enrolment.person, timezone.now(), screen, centre=certificate.centre)
    return certificate


def shown(certificate: Certificate) -> dict[str, Any]:
    language = get_language() or ""
    return {
        "certificate": certificate,
        "row": row_of(certificate, language=language, today=timezone.localdate()),
        "printed": [
            (field.label, text)
            for field in fields.FIELDS.values()
            if field.name not in NOT_LISTED and (text := field.read(certificate.snapshot, language))
        ],
    }


# Said by the page in another place, or of the paper and not of its holder.
NOT_LISTED = ("page", "pages", "address", "code", "number")


@require_safe
def certificate(request, public_id):
    certificate = own_certificate(request, public_id)
    cohort = certificate.enrolment.cohort
    is_valid = certificate.state == CertificateState.ISSUED
    may_issue = rights.may_issue(request.user, cohort)
    successors = Certificate.objects.filter(replaces=certificate, number__isnull=False)
    waiting = open_revocation(certificate)
    context = shown(certificate) | {
        "history": history(certificate),
        "files": certificate.files.order_by("pk"),
        "predecessor": certificate.replaces,
        "successor": successors.first(),
        "revocation": waiting,
        "may_decide": waiting is not None and rights.may_decide(request.user, waiting),
        "replacement": domain.replacement_of(certificate),
        "may_issue": is_valid and may_issue,
        "may_revoke": is_valid and (may_issue or rights.may_approve(request.user, cohort)),
    }
    return render(request, "desk/certificate.html", context)


def issuer_only(request: HttpRequest, certificate: Certificate) -> None:
    if not rights.may_issue(request.user, certificate.enrolment.cohort):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, public_id):
    """Asks why; the answer to a POST is the paper itself."""
    certificate = own_certificate(request, public_id)
    issuer_only(request, certificate)
    form = DuplicateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = domain.duplicate(certificate, **form.cleaned_data, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:certificate", certificate.public_id)
        name = f"{certificate.number}.pdf"
        content = storages["private"].open(file.storage_key)
        return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
    return render(request, "desk/certificate_duplicate.html", shown(certificate) | {"form": form})


@dataclass(frozen=True)
class Difference:
    """One line of the comparison, as a reader reads it."""

    label: str
    old: str
    new: str


def differences(certificate: Certificate) -> list[Difference]:
    """What would be printed in another way. Raises Refusal where nothing could be printed."""
    language = get_language() or ""
    changes = domain.changes(certificate)
    renewed = certificate.snapshot | {change.name: change.new for change in changes}
    names = [change.name for change in changes if change.name in fields.FIELDS]
    found = [
        Difference(
            str(fields.FIELDS[name].label),
            *(fields.FIELDS[name].read(each, language) for each in (certificate.snapshot, renewed)),
        )
        for name in names
    ]
    visible = [each for each in found if each.old != each.new]
    return visible or ([Difference(_("Other text"), _("as it is"), _("as it would be now"))] if changes else [])


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, public_id):
    """Shows what would change; a POST asks the second person."""
    certificate = own_certificate(request, public_id)
    issuer_only(request, certificate)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = domain.request_replacement(certificate, **form.cleaned_data, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            messages.success(request, _("Asked for. A second person must approve the new certificate."))
            return redirect("desk:batch", batch.public_id)
    certificate.refresh_from_db(fields=["state"])
    context = shown(certificate) | {"form": form, "replacement": domain.replacement_of(certificate)}
    try:
        context["differences"] = differences(certificate)
    except Refusal as refusal:
        context["obstacle"] = str(refusal)
    context["is_open"] = certificate.state == CertificateState.ISSUED and not context["replacement"]
    return render(request, "desk/certificate_replace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, public_id):
    """Asks for a reason; a POST asks the second person. What waits already is shown."""
    certificate = own_certificate(request, public_id)
    cohort = certificate.enrolment.cohort
    if not (rights.may_issue(request.user, cohort) or rights.may_approve(request.user, cohort)):
        raise PermissionDenied
    waiting = open_revocation(certificate)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = domain.request_revocation(certificate, **form.cleaned_data, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            asked_now = _("Asked for. The certificate is valid until a second person agrees.")
            messages.success(request, _("This has been asked for already.") if waiting else asked_now)
            return redirect("desk:revocation", asked.public_id)
    certificate.refresh_from_db(fields=["state"])
    is_open = certificate.state == CertificateState.ISSUED and not waiting
    context = shown(certificate) | {
        "form": form,
        "revocation": waiting,
        "may_decide": waiting is not None and rights.may_decide(request.user, waiting),
        "is_open": is_open,
    }
    return render(request, "desk/certificate_revoke.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request, public_id):
    """What was asked and why; the second person agrees or declines, and whoever asked takes it back."""
    mine = Revocation.objects.filter(certificate__in=rules.register(request.user))
    found = get_object_or_404(mine.select_related("requested_by", "decided_by", "certificate"), public_id=public_id)
    form = DeclineForm(request.POST if request.POST.get("do") == "decline" else None)
    asks_why = domain.asks_why(found, found.certificate, actor=request.user)
    if request.method == "POST" and (not asks_why or not form.is_bound or form.is_valid()):
        return decide(request, found, form.cleaned_data if asks_why and form.is_bound else {})
    certificate = own_certificate(request, found.certificate.public_id)
    own = found.requested_by_id == request.user.pk
    is_waiting = found.agreed is None
    decides = rights.may_decide(request.user, found)
    is_valid = certificate.state == CertificateState.ISSUED
    context = shown(certificate) | {
        "revocation": found,
        "own": own,
        "is_valid": is_valid,
        "may_agree": is_waiting and is_valid and decides,
        "may_decline": is_waiting and (own or decides),
        "asks_why": asks_why,
        "form": form,
    }
    return render(request, "desk/certificate_revocation.html", context)


DECISIONS = {"agree": True, "decline": False}


def decide(request: HttpRequest, revocation: Revocation, answers: dict[str, str]):
    agreed = DECISIONS.get(request.POST.get("do", ""))
    if agreed is not None:
        try:
            decided = domain.decide_revocation(
                revocation, agreed=agreed, actor=request.user, now=timezone.now(), **answers
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, told(decided, agreed=agreed))
    return redirect("desk:revocation", revocation.public_id)


def told(decided: Revocation, *, agreed: bool) -> str:
    """The first decision stays: whoever came later reads what it was."""
    if decided.agreed != agreed:
        return _("Somebody else has decided meanwhile.")
    return _("The certificate is revoked.") if agreed else _("The certificate stays valid.")
