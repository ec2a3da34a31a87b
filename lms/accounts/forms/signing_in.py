"""Signing up and signing in. allauth does the work; here stand our fields, words and limits."""

import hashlib
import secrets
import time

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField
from allauth.core import context as allauth_context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.accounts import audit
from lms.accounts.identifiers import clean_login_id
from lms.accounts.names import clean_name
from lms.accounts.passwords import LONGEST

from .fields import code_attributes, email_field, language_field, name_field, plain

SIGNUP_SALT = "lms.accounts.signup"
# allauth remembers a used code for one step of 30 seconds; with one step of tolerance it could work for three.
TOTP_MEMORY = 120
CODE_MEMORY = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT


class LoginForm(account_forms.LoginForm):
    """With a password: for people without e-mail, and for staff."""

    password = PasswordField(label=_("Password"), autocomplete="current-password", max_length=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Login number or e-mail address")
        login.max_length = 254
        login.widget.attrs |= {
            "autocomplete": "username",
            "spellcheck": "false",
            "autocapitalize": "none",
            "dir": "ltr",
        }
        plain(self)

    def _setup_password_field(self):
        """Allauth takes the field away where signing up asks for no password; ours stays."""

    def clean_login(self):
        login = super().clean_login()
        return login if "@" in login else clean_login_id(login)


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    email = email_field()

    def clean_email(self):
        """Says how long to wait: three codes a minute, ten an hour (`ACCOUNT_RATE_LIMITS`)."""
        try:
            return super().clean_email()
        except ValidationError as found:
            if found.code != "too_many_login_attempts":
                raise
            raise ValidationError(
                _(
                    "We have sent several codes to this address: use the newest one. "
                    "You can ask again in a minute; after ten codes, in an hour."
                ),
                code=found.code,
            ) from None


class SignupForm(account_forms.SignupForm):
    """One field for the name, in any script. The two hidden ones are for programs that fill in everything at once."""

    name = name_field()
    email = email_field()
    language = language_field()
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "email", "language")
    account_already_exists: bool

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("We send a code there. You need no password.")
        self.fields["language"].initial = get_language()
        self.fields["started"].initial = signing.dumps(time.time(), salt=SIGNUP_SALT)
        trap = self.fields[settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD]
        trap.label = _("Leave this field empty")
        trap.widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean(self):
        """Whoever is faster than fingers is asked to send it again: a person does, a program does not."""
        cleaned = super().clean()
        if not self.errors and self.seconds_taken() < settings.SIGNUP_SECONDS:
            audit.record("signup.too_fast", actor=None, now=timezone.now())
            raise ValidationError(_("Please check what you wrote and send it once more."), code="too_fast")
        return cleaned

    def seconds_taken(self) -> float:
        """Since the page was made; none at all when that cannot be told."""
        try:
            return time.time() - signing.loads(self.cleaned_data.get("started") or "", salt=SIGNUP_SALT)
        except signing.BadSignature:
            return 0

    def try_save(self, request):
        if self.cleaned_data[settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD]:
            audit.record("signup.trapped", actor=None, now=timezone.now())
            return super().try_save(request)
        if self.account_already_exists:
            self.save_and_take_back(request)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # the same address, sent twice at once
            self.account_already_exists = True
            return super().try_save(request)

    def save_and_take_back(self, request) -> None:
        """A known address costs what a new one costs, so that waiting for the answer tells nothing."""
        known = self.cleaned_data["email"]
        with transaction.atomic():
            self.cleaned_data["email"], self.account_already_exists = f"{secrets.token_hex(8)}@nobody.invalid", False
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = known, True


class CountedCode(account_forms.BaseConfirmCodeForm):
    """A code from a letter. allauth counts wrong ones in the session, which many requests at once all read as none yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the letter")
        self.fields["code"].widget = forms.TextInput(attrs=code_attributes(6))

    def clean_code(self):
        session = allauth_context.request.session.session_key
        digest = hashlib.sha256(f"{session}:{self.expected_code}".encode()).hexdigest()
        tries = range(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS)
        if not any(cache.add(f"code-try:{digest}:{each}", value=1, timeout=CODE_MEMORY) for each in tries):
            raise get_adapter().validation_error("incorrect_code")
        return super().clean_code()


class ConfirmLoginCodeForm(CountedCode, account_forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailCodeForm(CountedCode, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetCodeForm(CountedCode, account_forms.ConfirmPasswordResetCodeForm):
    pass


class OnceOnly(mfa_forms.BaseAuthenticateForm):
    """A second factor's code works once, however many times it is sent at the same moment."""

    authenticator: Authenticator

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app, or a recovery code")
        self.fields["code"].widget = forms.TextInput(attrs=code_attributes(8))

    def clean_code(self):
        code = super().clean_code()
        is_totp = self.authenticator.type == Authenticator.Type.TOTP
        if is_totp and not cache.add(f"totp-used:{self.user.pk}:{code.strip()}", value=1, timeout=TOTP_MEMORY):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceOnly, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(OnceOnly, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget = forms.TextInput(attrs=code_attributes(6))
