"""The catalogue's filters: a short form that works by its address alone."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.queries.catalogue import Filters, choices

FIRST = {
    "subject": (_("Subject"), _("All subjects")),
    "level": (_("Level"), _("All levels")),
    "centre": (_("Centre"), _("All centres")),
    "language": (_("Language of the classes"), _("All languages")),
    "start": (_("Starts"), _("At any time")),
}


class FilterForm(forms.Form):
    """Shows what was asked for, as far as it is offered; nothing here can be wrong."""

    def __init__(self, asked: Filters, *, language: str, today: date):
        super().__init__(initial=vars(asked), auto_id="filter-%s", use_required_attribute=False)
        offered = choices(language=language, today=today)
        offered["start"] = [(month, name_of(month)) for month, _label in offered["start"]]
        for name, (label, anything) in FIRST.items():
            options = [("", anything), *offered[name]]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=options)


def name_of(month: str) -> str:
    """`2026-12` as people say it."""
    return date_format(date.fromisoformat(f"{month}-01"), "F Y")
