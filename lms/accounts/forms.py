"""The forms of signing up and signing in. allauth does the work; here stand our fields, words and limits."""

import time

from allauth.account import forms as account_forms
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
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
from lms.accounts.enums import Language
from lms.accounts.identifiers import clean_login_id
from lms.accounts.models import LearnerProfile
from lms.accounts.names import NAME_LENGTH, clean_latin_name, clean_name
from lms.accounts.passwords import LONGEST

SIGNUP_SALT = "lms.accounts.signup"
# allauth remembers a used code for one step of 30 seconds; with one step of tolerance it could work for three.
TOTP_MEMORY = 120


def plain(form: forms.Form) -> None:
    """Labels say what a field is; a text inside it would vanish with the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "dir": "ltr"}
        ),
    )


def code_attributes(length: int) -> dict[str, str]:
    return {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": str(length), "class": "code"}


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


class SignupForm(account_forms.SignupForm):
    """One field for the name, in any script. The two hidden ones are for programs that fill in everything at once."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("All of it, as in your document. Use your own letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        strip=False,
    )
    email = email_field()
    language = forms.ChoiceField(
        label=_("Language of our letters to you"), choices=Language.choices, widget=forms.RadioSelect
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("name", "email", "language")

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
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # the same address, sent twice at once
            self.account_already_exists = True
            return super().try_save(request)


class ConfirmLoginCodeForm(account_forms.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the letter")
        self.fields["code"].widget = forms.TextInput(attrs=code_attributes(6))


class ConfirmEmailCodeForm(account_forms.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the letter")
        self.fields["code"].widget = forms.TextInput(attrs=code_attributes(6))


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


class SlipForm(forms.Form):
    """What stands on the slip."""

    login = forms.CharField(
        label=_("Login number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "numeric", "dir": "ltr"}),
    )
    code = forms.CharField(
        label=_("Code from the slip"),
        max_length=80,
        help_text=_("Capital or small letters, with or without spaces."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class ClaimForm(account_forms.SetPasswordForm):
    """A password of one's own."""

    password1 = SetPasswordField(
        label=_("New password"),
        help_text=_("At least 12 characters. Three words that only you put together are easy to remember."),
        max_length=LONGEST,
    )
    password2 = PasswordField(label=_("The same password again"), autocomplete="new-password", max_length=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self)


class ClaimEmailForm(account_forms.AddEmailForm):
    """An address instead of a password: codes go there from now on."""

    email = email_field()


class NameForm(forms.Form):
    """Name and language. The Latin form is what a certificate prints largest."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("All of it, as in your document. Use your own letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        strip=False,
    )
    name_latin = forms.CharField(
        label=_("Your name in Latin letters"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("As in your passport. It stands on your certificates."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters to you"), choices=Language.choices, widget=forms.RadioSelect
    )

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_name_latin(self):
        return clean_latin_name(self.cleaned_data["name_latin"])


class ProfileForm(forms.ModelForm):
    """All of it may be left empty; each field says what it is for."""

    class Meta:
        model = LearnerProfile
        fields = ("birth_year", "sex", "citizenship", "first_language", "region")
        help_texts = {
            "birth_year": _("For reports by age group. Nobody sees it with your name."),
            "sex": _("For reports. Nobody sees it with your name."),
            "citizenship": _(
                "The three letters in your passport, such as TUR. For reports; XXA means stateless, XXX unknown."
            ),
            "first_language": _("To plan courses in languages that people speak."),
            "region": _("To offer courses near you."),
        }
        widgets = {
            "citizenship": forms.TextInput(attrs={"size": "3", "dir": "ltr", "autocapitalize": "characters"}),
            "first_language": forms.TextInput(attrs={"dir": "auto"}),
            "region": forms.TextInput(attrs={"dir": "auto"}),
        }

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        latest = timezone.localdate().year
        if year is not None and not latest - 120 <= year <= latest - 5:
            raise ValidationError(_("Write the year with four digits, such as 1990."), code="birth_year")
        return year

    def clean_citizenship(self):
        code = self.cleaned_data["citizenship"].strip().upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise ValidationError(_("Write three Latin letters, as in your passport."), code="citizenship")
        return code
