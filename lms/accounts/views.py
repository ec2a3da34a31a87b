"""A person's own account, the way in with a slip, and the places where allauth's pages need a word of ours."""

from http import HTTPStatus

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.decorators import rate_limit
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts import domain, sessions
from lms.accounts.adapters import opens_cms
from lms.accounts.devices import device
from lms.accounts.forms import AddEmailForm, NameForm, ProfileForm, RequestLoginCodeForm, SetPasswordForm, SlipForm
from lms.accounts.models import ActivationSlip, LearnerProfile
from lms.accounts.names import latin_suggestion
from lms.refusals import Refusal

CLAIM = "claim_slip"


def posted(request):
    """What was sent, or None: a form with everything taken out is a form as well."""
    return request.POST if request.method == "POST" else None


def refuse_in(form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


@never_cache
@login_required
@require_safe
def home(request):
    profile = LearnerProfile.objects.filter(user=request.user).first()
    return render(request, "accounts/home.html", {"profile": profile})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request):
    user = request.user
    initial = {
        "name": user.name,
        "name_latin": user.name_latin or latin_suggestion(user.name),
        "language": user.language,
    }
    form = NameForm(posted(request), initial=initial)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            domain.update_name(
                user, actor=user, name=answers["name"], name_latin=answers["name_latin"], now=timezone.now()
            )
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            domain.set_language(user, answers["language"])
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('account_home')}?lang={answers['language']}")
    return render(request, "accounts/name.html", {"form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """All of it optional; emptied fields are forgotten."""
    known = LearnerProfile.objects.filter(user=request.user).first() or LearnerProfile(user=request.user)
    form = ProfileForm(posted(request), instance=known)
    if form.is_valid():
        domain.update_profile(form.save(commit=False), actor=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("account_home")
    return render(request, "accounts/profile.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="claim")
def claim(request):
    """The slip's number and code. Opening the page changes nothing."""
    form = SlipForm(posted(request), initial={"login": request.GET.get("login", "")[:40]})
    if form.is_valid():
        answers = form.cleaned_data
        try:
            slip = domain.check_slip(answers["login"], code=answers["code"], now=timezone.now())
        except Refusal as refusal:
            refuse_in(form, refusal)
        else:
            logout(request)  # a shared phone: whoever was signed in is not the person with the slip
            request.session[CLAIM] = slip.pk
            return redirect("account_claim_choose")
    return render(request, "accounts/claim.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="claim")
def claim_choose(request):
    """A password, or an e-mail address: whichever is sent uses the slip and signs the person in."""
    if CLAIM not in request.session:
        return redirect("account_claim")
    slip = get_object_or_404(ActivationSlip.objects.select_related("user"), pk=request.session[CLAIM])
    by_email = "email" in request.POST
    form = SetPasswordForm(slip.user, data=request.POST if request.method == "POST" and not by_email else None)
    email_form = AddEmailForm(slip.user, data=request.POST if by_email else None)
    chosen = email_form if by_email else form
    if chosen.is_valid():
        try:
            return take_over(request, slip, chosen)
        except Refusal as refusal:
            refuse_in(chosen, refusal)
    return render(request, "accounts/claim_choose.html", {"form": form, "email_form": email_form, "person": slip.user})


def take_over(request, slip: ActivationSlip, form):
    """Raises Refusal when the slip was used in the meantime."""
    person = domain.claim(slip, password=form.cleaned_data.get("password1", ""), now=timezone.now())
    del request.session[CLAIM]
    record_authentication(request, person, method="slip")
    response = perform_login(request, Login(user=person))
    if "email" not in form.cleaned_data:
        return response
    form.save(request)
    return redirect("account_email_verification_sent")


class SignUp(account_views.SignupView):
    @transaction.atomic
    def form_valid(self, form):
        """The person and the letter with her code are written together, or neither is."""
        response = super().form_valid(form)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            transaction.set_rollback(True)
        return response


class SignIn(account_views.LoginView):
    """Both ways on one page: a code by e-mail, or a password."""

    def get_authenticated_redirect_url(self):
        """Whoever is signed in and may not write comes from /cms/ and must not be sent there again."""
        onward = super().get_authenticated_redirect_url()
        if onward.startswith("/cms/") and not opens_cms(self.request.user):
            return get_adapter().get_login_redirect_url(self.request)
        return onward

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        to_work = (self.get_next_url() or "").startswith(("/cms/", "/desk/"))
        return context | {"code_form": RequestLoginCodeForm(), "password_first": to_work or context["form"].is_bound}


class ConfirmLoginCode(account_views.ConfirmLoginCodeView):
    def dispatch(self, request, *args, **kwargs):
        return said_when_expired(self, super().dispatch(request, *args, **kwargs))


class ConfirmEmailCode(account_views.ConfirmEmailVerificationCodeView):
    def dispatch(self, request, *args, **kwargs):
        return said_when_expired(self, super().dispatch(request, *args, **kwargs))


def said_when_expired(view, response):
    """Allauth sends an expired code back to the start without a word."""
    expired = isinstance(response, HttpResponseRedirect) and getattr(view, "_process", None) is None
    if expired and view.request.method == "POST":
        messages.warning(view.request, _("This code has expired: a code works for ten minutes. Ask for a new one."))
    return response


class SignedIn(ListUserSessionsView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device(session.user_agent)
        return context


class ActivateTOTP(ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        sessions.remember_second_factor(self.request, self.request.user)
        return response


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        sessions.remember_second_factor(self.request, self.request.user)
        return response


WAIT_SECONDS = 60  # no limit of ours on pages looks further back than a minute


def too_many(request):
    """A limit was reached: the page and its header say for how long."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


@require_safe
def cms_door(request):
    """The authors' pages have no door of their own: neither limits nor a second factor would guard it."""
    return redirect(f"{reverse('account_login')}?next=/cms/")
