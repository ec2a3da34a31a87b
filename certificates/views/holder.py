"""The holder's own certificates: to keep, to take to a wallet, to show to others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import domain, queries, rules
from certificates.domain.keys import KeyIsMissing
from certificates.forms import LatinNameForm
from certificates.jobs import issued_by_itself
from certificates.models import CertificateFile
from certificates.seals import CannotSeal
from certificates.views.answering import SOON
from lms.accounts import audit
from lms.accounts import domain as people
from lms.accounts.names import latin_suggestion
from lms.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_certificates(request):
    person = request.user
    form = LatinNameForm(request.POST or None, initial={"name_latin": latin_suggestion(person.name)})
    if request.method == "POST" and form.is_valid():
        try:
            people.update_name(
                person, actor=person, name=person.name, name_latin=form.cleaned_data["name_latin"], now=timezone.now()
            )
            domain.issue_those_who_wait(issued_by_itself().filter(person=person), now=timezone.now())
            return redirect("my_certificates")
        except Refusal as refusal:
            form.add_error("name_latin", refusal.sentence)
    waiting = queries.waiting_for_paper(person, language=get_language())
    context = {
        "certificates": queries.held_by(person, language=get_language(), today=timezone.localdate()),
        "waiting": waiting,
        "form": form if waiting and (queries.needs_latin_name(person) or form.errors) else None,
    }
    return render(request, "certificates/mine.html", context)


@login_required
@require_safe
def certificate_pdf(request, public_id):
    return handed_out(request, public_id, media_type="application/pdf", make=domain.rendered)


@login_required
@require_safe
def credential(request, public_id):
    """The badge as it goes into a wallet."""
    return handed_out(request, public_id, media_type="application/vc", make=domain.credential_of)


def handed_out(request, public_id, *, media_type: str, make):
    """A file of a certificate that this person may see; what cannot be made now is promised for later."""
    certificate = get_object_or_404(
        rules.visible_to(request.user)
        .filter(number__isnull=False)
        .select_related("template_version", "enrolment__person", "enrolment__cohort__centre"),
        public_id=public_id,
    )
    person, now = certificate.enrolment.person, timezone.now()
    audit.seen(request.user, person, now, "certificate", centre=certificate.enrolment.cohort.centre)
    try:
        file: CertificateFile = make(certificate, now=now)
    except (KeyIsMissing, CannotSeal, Refusal):
        response = render(request, "certificates/not_ready.html", status=503)
        response.headers["Retry-After"] = str(SOON)
        return response
    is_paper = media_type == "application/pdf"
    return FileResponse(
        storages["private"].open(file.storage_key),
        as_attachment=not is_paper,
        filename=f"{certificate.number}.{'pdf' if is_paper else 'json'}",
        content_type=media_type,
    )


@login_required
@require_POST
def share(request, public_id):
    """Switches the address for others on or off."""
    own = rules.visible_to(request.user).filter(enrolment__person=request.user)
    certificate = get_object_or_404(own, public_id=public_id)
    change = domain.share if request.POST.get("on") else domain.stop_sharing
    try:
        change(certificate, actor=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(f"{reverse('my_certificates')}#c-{public_id}")
