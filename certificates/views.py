"""The public page of verification, and the learner's own certificates."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from certificates import domain, queries, rules, verification
from certificates.codes import grouped, in_address
from certificates.forms import CodeForm, LatinNameForm
from certificates.jobs import issued_by_itself
from certificates.snapshot import as_printed
from certificates.verification import Verdict
from certificates.words import days_in_words
from lms.accounts import audit
from lms.accounts import domain as people
from lms.accounts.names import latin_suggestion
from lms.refusals import Refusal


def unindexed(response):
    """A page about one paper: not kept, not indexed, and the next site does not learn its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def verify(request):
    """The form; a typed code leads to its own address."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify_code", code=in_address(form.cleaned_data["code"]))
    return unindexed(render(request, "certificates/verify.html", {"form": form}))


@require_safe
def verify_code(request, code: str):
    address = verification.client_address(request)
    answer = verification.verify(code, today=timezone.localdate())
    if answer.verdict is not Verdict.UNKNOWN:
        return unindexed(render(request, "certificates/verdict.html", shown(answer)))
    if not verification.may_ask(address):
        return unindexed(render(request, "certificates/verify_wait.html", status=429))
    verification.note_miss(address)
    context = shown(answer) | {"form": CodeForm(initial={"code": code[:60]})}
    return unindexed(render(request, "certificates/verdict.html", context, status=404))


def shown(answer: verification.Answer) -> dict:
    """The facts as they stand on the paper."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = as_printed(answer.facts, language=language)
    return {
        "answer": answer,
        "facts": facts,
        "cohort_dates": days_in_words(facts.get("cohort_dates", ""), language=language),
        "code": grouped(facts.get("code", "")),
        "checked_at": timezone.now(),
    }


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
        "certificates": queries.held_by(person, language=get_language()),
        "waiting": waiting,
        "form": form if waiting and (queries.needs_latin_name(person) or form.errors) else None,
    }
    return render(request, "certificates/mine.html", context)


@login_required
@require_safe
def certificate_pdf(request, public_id):
    certificate = get_object_or_404(
        rules.visible_to(request.user).select_related(
            "template_version", "enrolment__person", "enrolment__cohort__centre"
        ),
        public_id=public_id,
    )
    person = certificate.enrolment.person
    audit.seen(request.user, person, timezone.now(), "certificate", centre=certificate.enrolment.cohort.centre)
    file = domain.rendered(certificate)
    name = f"{certificate.number}.pdf"
    return FileResponse(storages["private"].open(file.storage_key), filename=name, content_type="application/pdf")
