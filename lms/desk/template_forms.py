"""What is typed about a template and each of its elements. Lengths are millimetres, sizes of letters points."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates import fields as printable
from certificates.enums import Kind
from certificates.layouts.spec import DEFAULTS
from certificates.models import Asset, TemplateVersion
from lms.accounts.enums import Language
from lms.pdf.pictures import MOST_BYTES

MOST_TEXT = 600
LABELS = {
    "name": _("Name"),
    "text": _("Text"),
    "facts": _("Row of facts"),
    "table": _("Table of modules"),
    "qr": _("Square code"),
    "signed": _("Signed square code"),
    "line": _("Line"),
    "ornament": _("Ornament"),
    "image": _("Picture"),
    "signature": _("Signature"),
}
# What is mostly added: a text with the number is one click away.
ADDABLE = LABELS | {"number": _("Number")}
# Where a new element stands, in millimetres, so that it is seen at once.
FIRST_BOX = {"x": 30, "y": 30, "width": 80, "height": 12}
FIRST_BOXES = {
    "name": {"width": 140, "height": 30},
    "line": {"height": 0},
    "qr": {"width": 48, "height": 37},
    "signed": {"width": 48, "height": 42},
    "facts": {"width": 140, "height": 14},
    "table": {"width": 140, "height": 100},
    "ornament": {"width": 12},
}
COLOURS = [("ink", _("Ink")), ("muted", _("Grey")), ("accent", _("Blue")), ("line", _("Pale"))]
ALIGNS = [("left", _("On the left")), ("centre", _("In the middle")), ("right", _("On the right"))]
STANDS = [("top", _("At the top")), ("middle", _("In the middle")), ("bottom", _("At the bottom"))]
ARRANGEMENTS = [
    ("under", _("One under the other")),
    ("beside", _("Side by side")),
    ("dot", _("On one line, with a dot between")),
    ("stroke", _("On one line, with a stroke between")),
]
TAGS = [("P", _("Text")), ("H1", _("Heading")), ("H2", _("Second heading"))]
MOTIFS = [("star", _("Small star")), ("emblem", _("Large star")), ("frame", _("Border of the page"))]


def new_element(kind: str) -> dict[str, Any]:
    """An element of one of the kinds in `ADDABLE`."""
    if kind == "number":
        return {"type": "text", **FIRST_BOX, "text": {"": "{number}"}, "largest": 11.5, "smallest": 8, "bold": True}
    return {"type": kind, **FIRST_BOX, **FIRST_BOXES.get(kind, {})}


def millimetres(label, *, least: float = -1000) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=least, max_value=1000, widget=forms.NumberInput({"step": "0.1"}))


def points(label, *, least: float = 3, most: float = 120) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=least, max_value=most, widget=forms.NumberInput({"step": "0.5"}))


def line_of_text(label, *, language: str = "", most: int = MOST_TEXT) -> forms.CharField:
    widget = forms.TextInput({"lang": language, "dir": "auto"} if language else {"dir": "auto"})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


class ByLanguage:
    """Turns `{"text": {"az": ...}}` into one field a language and back; "" is the field for all of them."""

    by_language: tuple[str, ...] = ()

    def spread(self, element: Mapping) -> dict[str, Any]:
        found = dict(element)
        for name in self.by_language:
            for language, text in found.pop(name, {}).items():
                found[f"{name}_{language or 'all'}"] = text
        return found

    def gathered(self, answers: Mapping) -> dict[str, Any]:
        found: dict[str, Any] = {name: {} for name in self.by_language}
        for key, answer in answers.items():
            name, _, language = key.rpartition("_")
            if name in self.by_language:
                if answer:
                    found[name]["" if language == "all" else language] = answer
            else:
                found[key] = answer
        return found


class ElementForm(ByLanguage, forms.Form):
    """The box of an element. Each type adds what else it has, under the names of the spec."""

    x = millimetres(_("From the left, mm"))
    y = millimetres(_("From the top, mm"))
    width = millimetres(_("Width, mm"), least=0)
    height = millimetres(_("Height, mm"), least=0)

    def __init__(self, data=None, *, element: Mapping, **kwargs):
        self.type = element["type"]
        whole = self.spread({**DEFAULTS[self.type], **element})
        super().__init__(data, initial=whole, prefix=element.get("id"), **kwargs)

    def element(self) -> dict[str, Any]:
        return {"type": self.type, **self.gathered(self.cleaned_data)}


class SizesForm(ElementForm):
    largest = points(_("Largest size, pt"))
    smallest = points(_("Smallest size, pt"))

    def clean(self):
        found = super().clean() or {}
        if found.get("smallest", 0) > found.get("largest", 1000):
            self.add_error("smallest", _("The smallest size is larger than the largest."))
        return found


class TextForm(SizesForm):
    by_language = ("text",)
    text_az = line_of_text(_("Text in Azerbaijani"), language="az")
    text_en = line_of_text(_("Text in English"), language="en")
    text_ru = line_of_text(_("Text in Russian"), language="ru")
    text_all = line_of_text(_("Text that is the same in all languages"))
    arrange = forms.ChoiceField(label=_("Languages"), choices=ARRANGEMENTS)
    lines = forms.IntegerField(label=_("Lines at most"), min_value=1, max_value=20)
    leading = forms.FloatField(
        label=_("Distance of lines"), min_value=1, max_value=3, widget=forms.NumberInput({"step": "0.01"})
    )
    spacing = forms.FloatField(
        label=_("Space between letters, pt"), min_value=0, max_value=20, widget=forms.NumberInput({"step": "0.1"})
    )
    align = forms.ChoiceField(label=_("Across"), choices=ALIGNS)
    stand = forms.ChoiceField(label=_("Up and down"), choices=STANDS)
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS)
    tag = forms.ChoiceField(label=_("For screen readers it is"), choices=TAGS)
    bold = forms.BooleanField(label=_("Bold"), required=False)

    field_order = ("text_az", "text_en", "text_ru", "text_all", "arrange", "x", "y", "width", "height")

    def clean(self):
        found = super().clean() or {}
        if not any(found.get(f"text_{language}") for language in ("az", "en", "ru", "all")):
            self.add_error("text_az", _("Write a text in at least one language."))
        return found


class PersonForm(SizesForm):
    align = forms.ChoiceField(label=_("Across"), choices=ALIGNS)


class FactsForm(SizesForm):
    fields_ = [(name, printable.FIELDS[name].label) for name in printable.FACTS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The spec's own word for them is that of every Django form for its fields.
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("What stands in the row"), choices=self.fields_, widget=forms.CheckboxSelectMultiple
        )


class LineForm(ElementForm):
    thickness = forms.FloatField(
        label=_("Thickness, mm"), min_value=0.05, max_value=10, widget=forms.NumberInput({"step": "0.01"})
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS)
    star = forms.BooleanField(label=_("With a star in its middle"), required=False)


class OrnamentForm(ElementForm):
    motif = forms.ChoiceField(label=_("Ornament"), choices=MOTIFS)


class PictureForm(ElementForm):
    by_language = ("alternative",)
    asset = forms.ChoiceField(label=_("Picture"))
    alternative_az = line_of_text(_("What it shows, in Azerbaijani"), language="az", most=200)
    alternative_en = line_of_text(_("What it shows, in English"), language="en", most=200)
    alternative_ru = line_of_text(_("What it shows, in Russian"), language="ru", most=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["asset"]
        field.choices = list(Asset.objects.order_by("name", "pk").values_list("sha256", "name"))


class CodeForm(ElementForm):
    side = millimetres(_("Side of the code, mm"), least=1)


FORMS: dict[str, type[ElementForm]] = {
    "name": PersonForm,
    "text": TextForm,
    "facts": FactsForm,
    "table": SizesForm,
    "qr": CodeForm,
    "signed": CodeForm,
    "line": LineForm,
    "ornament": OrnamentForm,
    "image": PictureForm,
    "signature": PictureForm,
}


class SettingsForm(ByLanguage, forms.Form):
    """What holds for the whole template."""

    by_language = ("title", "issuer", "signatory_title")
    first = forms.ChoiceField(label=_("The first language"), choices=Language.choices)
    second = forms.ChoiceField(
        label=_("The second language"), choices=[("", _("None")), *Language.choices], required=False
    )
    issuer_az = line_of_text(_("Issuer, in Azerbaijani"), language="az", most=200)
    issuer_en = line_of_text(_("Issuer, in English"), language="en", most=200)
    issuer_ru = line_of_text(_("Issuer, in Russian"), language="ru", most=200)
    signatory = line_of_text(_("Who signs"), most=120)
    signatory_title_az = line_of_text(_("Office of who signs, in Azerbaijani"), language="az", most=200)
    signatory_title_en = line_of_text(_("Office of who signs, in English"), language="en", most=200)
    signatory_title_ru = line_of_text(_("Office of who signs, in Russian"), language="ru", most=200)
    title_az = line_of_text(_("Title of the file, in Azerbaijani"), language="az", most=80)
    title_en = line_of_text(_("Title of the file, in English"), language="en", most=80)
    title_ru = line_of_text(_("Title of the file, in Russian"), language="ru", most=80)

    def __init__(self, data=None, *, spec: Mapping, **kwargs):
        first, *second = printable.languages_of(spec)
        initial = self.spread({**spec, "first": first, "second": second[0] if second else ""})
        super().__init__(data, initial=initial, prefix="settings", **kwargs)

    def clean(self):
        found = super().clean() or {}
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", _("Choose another language than the first."))
        return found

    def settings(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        languages = [answers.pop("first"), answers.pop("second")]
        return {"languages": [each for each in languages if each], **self.gathered(answers)}


class NewTemplateForm(forms.Form):
    name = forms.CharField(label=_("Name of the template"), max_length=120, widget=forms.TextInput({"dir": "auto"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    copied = forms.ModelChoiceField(
        TemplateVersion.objects.none(),
        label=_("Begin with"),
        required=False,
        empty_label=_("An empty page"),
        to_field_name="public_id",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["copied"]
        field.queryset = TemplateVersion.objects.select_related("template").order_by("template__name", "-n")


class PictureUploadForm(forms.Form):
    """The size is asked of the upload, before anything is read."""

    picture = forms.FileField(
        label=_("Picture (PNG or JPEG)"),
        max_length=120,
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_picture(self):
        file = self.cleaned_data["picture"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(megabytes)d MB."), params={"megabytes": MOST_BYTES // 1_000_000}
            )
        return file
