"""Files of people. Whoever looks at one leaves a row in the audit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import audit
from lms.accounts import domain as accounts
from lms.accounts.models import Centre, User
from lms.accounts.names import latin_suggestion
from lms.desk import rules
from lms.desk.forms import EmailForm, NameForm, refuse_in
from lms.desk.parameters import key_of, page_of
from lms.desk.queries.people import LONGEST_SEARCH, file_of, search
from lms.desk.slips import slip_pdf
from lms.refusals import Refusal


@require_safe
def people(request):
    """Nobody is listed before something is looked for."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH]
    found = search(request.user, text)
    page = None if found is None else page_of(request, found)
    if page:
        audit.listed(request.user, [person.pk for person in page], timezone.now(), "desk:people")
    return render(request, "desk/people.html", {"q": text, "page": page})


def own_person(request, public_id) -> User:
    return get_object_or_404(rules.people(request.user), public_id=public_id)


def cared_person(request, public_id) -> tuple[User, Centre]:
    """A person whose account this user may change, and the centre in whose name. Others are refused."""
    person = own_person(request, public_id)
    centre = rules.centre_that_cares(request.user, person)
    if centre is None:
        raise PermissionDenied
    return person, centre


@require_safe
def person(request, public_id):
    person = own_person(request, public_id)
    places = file_of(request.user, person)
    audit.seen(request.user, person, timezone.now(), "desk:person", centre=places[0].enrolment.cohort.centre)
    context = {
        "person": person,
        "places": places,
        "may_change": rules.centre_that_cares(request.user, person) is not None,
    }
    return render(request, "desk/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request, public_id):
    """Mends a name. Whoever comes from a cohort's certificates, or from a paper that is to be replaced, goes back there."""
    person, centre = cared_person(request, public_id)
    initial = {"name": person.name, "name_latin": person.name_latin or suggested(person)}
    form = NameForm(request.POST or None, initial=initial)
    cohort = rules.cohorts(request.user).filter(public_id=key_of(request.GET.get("cohort"))).first()
    paper = rules.register(request.user).filter(public_id=key_of(request.GET.get("certificate"))).first()
    if request.method == "POST" and form.is_valid():
        try:
            accounts.update_name(person, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            messages.success(request, _("Saved. Certificates issued before keep the old name."))
            if paper:
                return redirect("desk:replace", paper.public_id)
            return redirect("desk:issue", cohort.public_id) if cohort else redirect("desk:person", person.public_id)
    if request.method != "POST":
        audit.seen(request.user, person, timezone.now(), "desk:name", centre=centre)
    return render(request, "desk/name.html", {"person": person, "form": form, "cohort": cohort, "paper": paper})


def suggested(person: User) -> str:
    guess = latin_suggestion(person.name)
    return "" if guess == person.name else guess


@require_http_methods(["GET", "HEAD", "POST"])
def email(request, public_id):
    person, centre = cared_person(request, public_id)
    form = EmailForm(request.POST or None, initial={"email": person.email})
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            accounts.replace_email(person, actor=request.user, centre=centre, email=address, now=timezone.now())
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            messages.success(request, _("The new address is written down."))
            return redirect("desk:person", person.public_id)
    if request.method != "POST":
        audit.seen(request.user, person, timezone.now(), "desk:email", centre=centre)
    return render(request, "desk/email.html", {"person": person, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_slip(request, public_id):
    """Asks by GET; the answer to a POST is the slip itself."""
    person, centre = cared_person(request, public_id)
    if request.method != "POST":
        audit.seen(request.user, person, timezone.now(), "desk:new_slip", centre=centre)
        return render(request, "desk/new_slip.html", {"person": person})
    try:
        code = accounts.new_slip(person, actor=request.user, centre=centre, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:person", person.public_id)
    return render(request, "desk/slip.html", {"person": person, "code": code})


@never_cache
@require_POST
def slip(request, public_id):
    """The slip as PDF, as long as its code is open. The code comes back from the page that showed it."""
    person, centre = cared_person(request, public_id)
    code, now = request.POST.get("code", "")[:60], timezone.now()
    try:
        opened = accounts.check_slip(person.login_id, code=code, now=now)
    except Refusal:
        messages.warning(request, _("This slip works no longer. Print a new one."))
        return redirect("desk:person", person.public_id)
    pdf = slip_pdf(person, code=code, centre=centre, expires_at=opened.expires_at, now=now)
    headers = {"Content-Disposition": f'inline; filename="slip-{person.login_id}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
