"""What the forms have in common."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import Language
from lms.accounts.names import NAME_LENGTH


def plain(form: forms.Form) -> None:
    """Labels say what a field is; a text inside it would vanish with the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class AddressField(forms.EmailField):
    """In small letters before anybody looks: a sign that only becomes a Latin letter by that (U+212A is a k) would find
    one person's account and send her code to another mailbox.
    """

    def to_python(self, value):
        return (super().to_python(value) or "").lower()


def email_field() -> forms.EmailField:
    return AddressField(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "dir": "ltr"}
        ),
    )


def code_attributes(length: int) -> dict[str, str]:
    return {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": str(length), "class": "code"}


def name_field() -> forms.CharField:
    """Any script; no stripping here, `clean_name` does it."""
    return forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("All of it, as in your document. Use your own letters."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        strip=False,
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of our letters to you"), choices=Language.choices, widget=forms.RadioSelect
    )
