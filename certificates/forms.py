from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from certificates.inspecting import LARGEST


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


TOO_LARGE = _("This file is larger than 5 MB; a certificate is never as large. Choose the PDF as you received it.")


class PaperForm(forms.Form):
    """The PDF, or the credential, as a stranger received it."""

    file = forms.FileField(
        label=_("PDF file of the certificate"),
        help_text=_("5 MB at most. We look at the file and keep nothing of it."),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the PDF as you received it."),
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,application/pdf,application/json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file

    @classmethod
    def too_large(cls) -> "PaperForm":
        """For a request that is not even read."""
        form = cls({}, MultiValueDict())
        form.fields["file"].required = False
        form.add_error("file", TOO_LARGE)
        return form


class LatinNameForm(forms.Form):
    name_latin = forms.CharField(
        label=_("Your name in Latin letters"),
        max_length=120,
        help_text=_("As it stands in your passport. It will be printed on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
