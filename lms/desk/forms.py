"""What staff type. The rules are in the domain; a form says where a refusal belongs."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Course
from lms.accounts.enums import Language
from lms.accounts.models import Centre
from lms.accounts.names import NAME_LENGTH, clean_latin_name, clean_name, is_latin, latin_suggestion
from lms.accounts.texts import in_language
from lms.desk import rules
from lms.desk.queries import cohorts
from lms.refusals import Refusal

MOST_SEATS = 100_000


def offer(form: forms.BaseForm, name: str, rows: QuerySet) -> None:
    """The rows that may be chosen in a field."""
    field: Any = form.fields[name]
    field.queryset = rows


def refuse_in(form: forms.BaseForm, refusal: Refusal) -> None:
    """The refusal's sentence at its field, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


class State(TextChoices):
    RUNNING = cohorts.RUNNING, _("Running now")
    FUTURE = cohorts.FUTURE, _("Not begun yet")
    PAST = cohorts.PAST, _("Over")
    ALL = cohorts.ALL, _("All")


class CourseField(forms.ModelChoiceField):
    """A course by its title in the reader's language."""

    def label_from_instance(self, obj: Course) -> str:
        return str(in_language(obj.texts.all(), get_language() or "") or obj.key)


class CentreField(forms.ModelChoiceField):
    """A centre by its name in the reader's language."""

    def label_from_instance(self, obj: Centre) -> str:
        return str(in_language(obj.texts.all(), get_language() or "") or obj.code)


class CentreFilter(forms.Form):
    """Which centre's part of the desk: only for those who work at more than one."""

    centre = CentreField(
        Centre.objects.none(), label=_("Centre"), required=False, to_field_name="code", empty_label=_("All centres")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        centres = rules.centres(user).prefetch_related("texts")
        self.centres = list(centres)
        if len(self.centres) > 1:
            offer(self, "centre", centres)
        else:
            del self.fields["centre"]

    def chosen(self, name: str):
        """What was asked for, or None where it was nothing sensible."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class CohortFilter(CentreFilter):
    state = forms.ChoiceField(label=_("When"), choices=State.choices, required=False)
    course = CourseField(
        Course.objects.none(), label=_("Course"), required=False, to_field_name="key", empty_label=_("All courses")
    )
    text = forms.CharField(label=_("Name of the cohort"), required=False, max_length=80)

    field_order = ("state", "course", "centre", "text")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        used = Course.objects.filter(pk__in=rules.cohorts(user).values("course"))
        offer(self, "course", used.order_by("key").prefetch_related("texts"))


class CohortForm(forms.ModelForm):
    """A cohort of a centre where the user works. Of an existing one the centre stays."""

    course = CourseField(
        Course.objects.filter(is_active=True).order_by("key").prefetch_related("texts"), label=_("Course")
    )
    centre = CentreField(Centre.objects.none(), label=_("Centre"))

    class Meta:
        model = Cohort
        fields = (
            "course",
            "centre",
            "name",
            "language",
            "starts_on",
            "ends_on",
            "enrol_from",
            "enrol_until",
            "seats",
            "mode",
        )
        labels = {"name": _("Name of the cohort")}
        help_texts = {
            "name": _("As your people call it, such as: A1, evening group, autumn."),
            "enrol_from": _("Empty: at once."),
            "enrol_until": _("Empty: until the last day."),
        }
        widgets = {
            **{
                name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
                for name in ("starts_on", "ends_on", "enrol_from", "enrol_until")
            },
            "name": forms.TextInput({"autocomplete": "off", "dir": "auto"}),
            "mode": forms.RadioSelect,
        }

    def __init__(self, *args, centres, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].widget.attrs |= {"min": 1, "max": MOST_SEATS, "inputmode": "numeric"}
        if self.instance.pk or len(centres) == 1:
            del self.fields["centre"]
        else:
            offer(self, "centre", centres)

    def clean_seats(self):
        seats = self.cleaned_data["seats"]
        if not 1 <= seats <= MOST_SEATS:
            raise ValidationError(_("Write a number from 1 to %(most)d."), params={"most": MOST_SEATS}, code="seats")
        return seats

    def clean(self):
        """The database guards the same; here each refusal finds its field."""
        found = super().clean() or {}
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first day."))
        opens, closes = found.get("enrol_from"), found.get("enrol_until")
        if opens and closes and closes < opens:
            self.add_error("enrol_until", _("Enrolment closes before it opens."))
        return found


class NameForm(forms.Form):
    """A name in any script, and its Latin form for the certificate."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        strip=False,
        help_text=_("All of it, as in the document, in the person's own letters."),
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto", "spellcheck": "false"}),
    )
    name_latin = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=NAME_LENGTH,
        required=False,
        strip=False,
        help_text=_(
            "As in the passport. It is printed on the certificate. A name in Latin letters needs no second form."
        ),
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_name_latin(self):
        return clean_latin_name(self.cleaned_data["name_latin"])


class NewLearnerForm(NameForm):
    """A person without e-mail. What has to be looked at twice comes back with the form: `known` and `suggested`."""

    language = forms.ChoiceField(
        label=_("Language of the slip and of letters"), choices=Language.choices, widget=forms.RadioSelect
    )
    known = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    suggested = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_known(self) -> list[UUID]:
        try:
            return [UUID(text) for text in self.cleaned_data["known"].split()]
        except ValueError:
            return []

    def suggestion(self) -> str:
        """A Latin form that staff have not seen yet, or nothing."""
        answers = self.cleaned_data
        if answers["name_latin"] or answers["suggested"] or is_latin(answers["name"]):
            return ""
        return latin_suggestion(answers["name"])


class KnownLearnerForm(forms.Form):
    """Somebody who has an account already tells both."""

    number = forms.CharField(
        label=_("Login number or e-mail address"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        help_text=_("As the person wrote it when the account was made."),
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto", "spellcheck": "false"}),
    )


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person proves the address at the next sign-in, with a code that is sent there."),
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
    )
