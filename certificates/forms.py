from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code as somebody types it from paper: with spaces, dashes, small or Cyrillic letters."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=60,
        help_text=_("16 letters and digits, printed under the square code. Spaces and dashes do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr", "spellcheck": "false"}
        ),
    )


class LatinNameForm(forms.Form):
    name_latin = forms.CharField(
        label=_("Your name in Latin letters"),
        max_length=120,
        help_text=_("As it stands in your passport. It will be printed on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
