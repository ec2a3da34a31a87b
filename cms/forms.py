"""The forms of pages in Wagtail's editor."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms import records

RECORD_TITLE_LENGTH = 160


class RecordPageForm(WagtailAdminPageForm):
    """A course or a lesson: facts are asked for once, on the page of the default language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not records.carries_facts(self.instance):
            for name in self.instance.facts:
                self.fields.pop(name, None)

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if len(title) > RECORD_TITLE_LENGTH:
            raise forms.ValidationError(
                _("Shorten the title: at most %(limit)d characters fit on a certificate."),
                params={"limit": RECORD_TITLE_LENGTH},
                code="too_long",
            )
        return title
