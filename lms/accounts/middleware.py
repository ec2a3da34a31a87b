"""Before a page of accounts, and before any page for whoever has a role: a password, a second factor, a short session."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts import rules, sessions
from lms.accounts.adapters import FACTORS
from lms.accounts.models import User

USUAL = ("GET", "HEAD", "POST", "OPTIONS")
# What is reached before anything was shown: showing it, the way out, and what belongs to no person.
OPEN_PREFIXES = (
    "/static/",
    "/i18n/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
    "/healthz",
    "/readyz",
)
OPEN_NAMES = ("account_logout",)
# Only while there is no second factor at all: afterwards these pages would let a password alone add another one.
SETTING_UP_PREFIX = "/accounts/2fa/"
SETTING_UP_NAMES = ("account_set_password", "account_change_password", "account_reset_password")


class UsualMethods:
    """Pages of accounts are looked at or sent a form; allauth's would take a PUT for a form that is empty."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith("/accounts/") and request.method not in USUAL:
            return HttpResponseNotAllowed(USUAL)
        return self.get_response(request)


class StaffGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A request without a session asks nothing: its page may be kept for everybody.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            user = request.user
            user.has_desk, user.has_cms = rules.may_open_desk(user), rules.may_author(user)
            user.has_register = rules.may_open_register(user)
            if rules.needs_second_factor(user) and (way := self.detour(request, user)):
                return way
        return self.get_response(request)

    def detour(self, request: HttpRequest, user: User):
        """Where to go first, or None."""
        if sessions.is_over_for_staff(request):
            logout(request)
            messages.info(request, _("You were signed out after a while, to protect the people in your care."))
            return redirect(f"{reverse('account_login')}?{urlencode({'next': here(request)})}")
        step, setting_up = self.next_step(request, user)
        if not step or is_open(request.path_info, step, setting_up=setting_up):
            return None
        back = f"?{urlencode({'next': here(request)})}" if step in SHOWN_AGAIN else ""
        return redirect(reverse(step) + back)

    def next_step(self, request: HttpRequest, user: User) -> tuple[str, bool]:
        """The name of the page that is missing in this session, or none; and whether there is no second factor at all."""
        if sessions.showed_second_factor(request, user):
            if sessions.showed_password(request, user):
                return "", False
            return ("account_reauthenticate" if user.has_usable_password() else "account_set_password"), False
        if Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
            return "mfa_reauthenticate", False
        return ("mfa_index" if user.has_usable_password() else "account_set_password"), True


SHOWN_AGAIN = ("account_reauthenticate", "mfa_reauthenticate")


def here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else "/"


def is_open(path: str, step: str, *, setting_up: bool) -> bool:
    """Whether a page may be opened before `step` is done."""
    if path.startswith(OPEN_PREFIXES) or path in paths_of(step, *OPEN_NAMES):
        return True
    return setting_up and (path.startswith(SETTING_UP_PREFIX) or path in paths_of(*SETTING_UP_NAMES))


def paths_of(*names: str) -> set[str]:
    return {reverse(name) for name in names}
