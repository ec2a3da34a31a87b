"""Whoever can see or change what belongs to others needs a password, a second factor and a short session."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts import rules, sessions
from lms.accounts.adapters import FACTORS
from lms.accounts.models import User

# What a person without a second factor still reaches: setting it up, and the way out.
OPEN_PREFIXES = ("/static/", "/i18n/", "/accounts/2fa/", "/accounts/reauthenticate/", "/healthz", "/readyz")
OPEN_NAMES = ("account_logout", "account_set_password", "account_change_password", "account_reset_password")


class StaffGate:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A request without a session asks nothing: its page may be kept for everybody.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            user = request.user
            user.has_desk, user.has_cms = rules.may_open_desk(user), rules.may_author(user)
            if rules.needs_second_factor(user) and (way := self.detour(request, user)):
                return way
        return self.get_response(request)

    def detour(self, request: HttpRequest, user: User):
        """Where to go first, or None."""
        if sessions.is_over_for_staff(request):
            logout(request)
            messages.info(request, _("You were signed out after a while, to protect the people in your care."))
            return redirect(f"{reverse('account_login')}?{urlencode({'next': here(request)})}")
        if is_open(request.path_info) or sessions.showed_second_factor(request, user):
            return None
        return redirect(self.next_step(request, user))

    def next_step(self, request: HttpRequest, user: User) -> str:
        if Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
            return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here(request)})}"
        if not user.has_usable_password():
            return reverse("account_set_password")
        return reverse("mfa_index")


def here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else "/"


def is_open(path: str) -> bool:
    return path.startswith(OPEN_PREFIXES) or path in {reverse(name) for name in OPEN_NAMES}
