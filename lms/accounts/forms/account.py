"""A person's own account: name, profile, address, password, and the slip with which it begins."""

from allauth.account import forms as account_forms
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import LearnerProfile
from lms.accounts.names import NAME_LENGTH, clean_latin_name, clean_name
from lms.accounts.passwords import LONGEST

from .fields import email_field, language_field, name_field, plain


def new_password_field() -> SetPasswordField:
    return SetPasswordField(
        label=_("New password"),
        help_text=_("At least 12 characters. Three words that only you put together are easy to remember."),
        max_length=LONGEST,
    )


def repeated_password_field() -> PasswordField:
    return PasswordField(label=_("The same password again"), autocomplete="new-password", max_length=LONGEST)


def current_password_field() -> PasswordField:
    return PasswordField(label=_("Your password now"), autocomplete="current-password", max_length=LONGEST)


class SetPasswordForm(account_forms.SetPasswordForm):
    """A password of one's own."""

    password1 = new_password_field()
    password2 = repeated_password_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    oldpassword = current_password_field()
    password1 = new_password_field()
    password2 = repeated_password_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self)


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):
    password1 = new_password_field()
    password2 = repeated_password_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self)


class ResetPasswordForm(account_forms.ResetPasswordForm):
    email = email_field()


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """Before a step that matters."""

    password = current_password_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain(self)


class AddEmailForm(account_forms.AddEmailForm):
    email = email_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user.email:
            self.fields["email"].label = _("New e-mail address")


def key_name_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Name of this key"), required=required, max_length=60, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    name = key_name_field(required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone"),
        required=False,
        help_text=_("You need no password then. The key asks for your fingerprint, face or PIN."),
    )


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    name = key_name_field(required=True)


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


class NameForm(forms.Form):
    """Name and language. The Latin form is what a certificate prints largest."""

    name = name_field()
    name_latin = forms.CharField(
        label=_("Your name in Latin letters"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("As in your passport. It stands on your certificates."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    language = language_field()

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
