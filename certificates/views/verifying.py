"""The public page: is this paper true? By its code, by its file, or by an address that its holder shares."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from certificates import strangers, verification
from certificates.codes import in_address
from certificates.forms import CodeForm, PaperForm
from certificates.inspecting import Busy
from certificates.uploads import LARGEST_REQUEST, InMemory
from certificates.verification import Verdict
from certificates.views.answering import SOON, shown, unindexed


@csrf_exempt  # `check_file` is protected: the file has to be given a place before anything of the request is read.
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """The two forms; a typed code leads to its own address, a file is answered at once."""
    if request.method == "POST":
        if length_of(request) > LARGEST_REQUEST:
            return asked(request, paper=PaperForm.too_large(), status=413)
        request.upload_handlers = [InMemory(request)]
        return check_file(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify_code", code=in_address(form.cleaned_data["code"]))
    return asked(request, form=form)


def length_of(request) -> int:
    """What the request says of itself; what is no number is nothing, as for Django."""
    said = request.META.get("CONTENT_LENGTH", "")
    return int(said) if said and said.isdecimal() else 0


def asked(request, *, form: CodeForm | None = None, paper: PaperForm | None = None, status: int = 200):
    context = {"form": form or CodeForm(), "paper": paper or PaperForm()}
    return unindexed(render(request, "certificates/verify.html", context, status=status))


@csrf_protect
def check_file(request):
    paper = PaperForm(request.POST, request.FILES)
    if not paper.is_valid():
        return asked(request, paper=paper)
    content, today = paper.cleaned_data["file"].read(), timezone.localdate()
    address = strangers.client_address(request)
    found = verification.known_file(content, today=today)
    if found is None and not strangers.may_ask(address):
        return wait(request)
    if found is None:
        strangers.note_miss(address)
        try:
            found = verification.looked_at(content, today=today)
        except Busy:
            return busy(request)
    context = shown(found.answer) | {"file": found, "form": CodeForm()}
    return unindexed(render(request, "certificates/file.html", context))


@require_safe
def verify_code(request, code: str):
    address = strangers.client_address(request)
    answer = verification.verify(code, today=timezone.localdate())
    if answer.verdict is not Verdict.UNKNOWN:
        return unindexed(render(request, "certificates/verdict.html", shown(answer)))
    if not strangers.may_ask(address):
        return wait(request)
    strangers.note_miss(address)
    context = shown(answer) | {"form": CodeForm(initial={"code": code[:60]})}
    return unindexed(render(request, "certificates/verdict.html", context, status=404))


@require_safe
def shared(request, token: str):
    """Without the code: an address that is switched off would else live on as a code."""
    address = strangers.client_address(request)
    answer = verification.verify_shared(token, today=timezone.localdate())
    if answer.verdict is not Verdict.UNKNOWN:
        context = shown(answer) | {"code": "", "is_shared": True}
        return unindexed(render(request, "certificates/verdict.html", context))
    if not strangers.may_ask(address):
        return wait(request)
    strangers.note_miss(address)
    return unindexed(render(request, "certificates/not_shared.html", status=404))


def wait(request):
    response = render(request, "certificates/verify_wait.html", status=429)
    response.headers["Retry-After"] = str(strangers.WINDOW)
    return unindexed(response)


def busy(request):
    response = render(request, "certificates/verify_busy.html", status=503)
    response.headers["Retry-After"] = str(SOON)
    return unindexed(response)
