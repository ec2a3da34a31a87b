"""What is typed about the register: what to look for, why a paper is printed again, replaced or revoked, what kinds ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.domain import usable_templates
from certificates.domain.kinds import MOST_MONTHS
from certificates.enums import Kind, Lost, Reason
from certificates.models import Series
from certificates.searching import LONGEST_SEARCH
from lms.accounts.models import Centre
from lms.desk import rules
from lms.desk.forms import CentreField, offer
from lms.desk.queries.register import Standing

# What may be put right on a new paper; whoever did not earn a certificate gets none.
MENDED = (Reason.MISSPELT, Reason.NAME_CHANGED, Reason.WRONG_FACTS, Reason.OTHER)


class RegisterFilter(forms.Form):
    """Which part of the register. What makes no sense is passed over."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *Standing.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *Kind.choices], required=False)
    year = forms.ChoiceField(label=_("Issued in"), required=False)
    centre = CentreField(
        Centre.objects.none(), label=_("Centre"), required=False, to_field_name="code", empty_label=_("All centres")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        centres = rules.register_centres(user).prefetch_related("texts")
        years = Series.objects.filter(centre__in=centres.order_by()).order_by("-year").values_list("year", flat=True)
        year: Any = self.fields["year"]
        year.choices = [("", _("All years")), *((each, each) for each in years.distinct())]
        if len(centres) > 1:
            offer(self, "centre", centres)
        else:
            del self.fields["centre"]

    def chosen(self) -> dict[str, Any]:
        """What was asked for and makes sense, by field."""
        self.is_valid()
        return {name: answer for name, answer in self.cleaned_data.items() if answer}


class DuplicateForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it printed again?"), choices=Lost.choices, widget=forms.RadioSelect)


class ReplaceForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it replaced?"),
        choices=[(each.value, each.label) for each in MENDED],
        widget=forms.RadioSelect,
    )


class NoteField(forms.CharField):
    """Needed with some answers to another field: its hint says with which, so nobody is told that it may be left empty."""

    is_needed_sometimes = True


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=Reason.choices, widget=forms.RadioSelect)
    note = NoteField(
        label=_("Note for the person who decides"),
        max_length=500,
        required=False,
        help_text=_("Staff read it, and never the public. With “Another reason” it is needed: say which."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class DeclineForm(forms.Form):
    """Why something that another has asked for is not done."""

    because = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        help_text=_("Whoever asked reads it, and it is kept."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )


class KindForm(forms.Form):
    """What one kind asks for from now on."""

    second_person = forms.BooleanField(
        label=_("A second person approves"),
        required=False,
        help_text=_("Whoever asks for certificates of this kind cannot approve them."),
    )
    months_valid = forms.IntegerField(
        label=_("Valid for, months"),
        min_value=0,
        max_value=MOST_MONTHS,
        help_text=_("0: for ever."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class AwardForm(forms.Form):
    """Whether a course gives a kind, and how it looks."""

    given = forms.BooleanField(required=False)
    template = forms.ModelChoiceField(
        usable_templates().none(),
        label=_("Template"),
        required=False,
        empty_label=_("The newest of this kind"),
        error_messages={"invalid_choice": _("This template is not published, or is of another kind.")},
    )

    def __init__(self, *args, kind: Kind, **kwargs):
        super().__init__(*args, prefix=kind.value, **kwargs)
        self.kind = kind
        self.fields["given"].label = kind.label
        offer(self, "template", usable_templates().filter(kind=kind))
