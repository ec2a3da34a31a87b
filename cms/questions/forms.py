import uuid
from collections.abc import Iterator
from string import ascii_lowercase

from anyascii import anyascii
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courses.enums import ItemType
from courses.models import Assessment, Course, Item, ItemBank

LANGUAGES = settings.LANGUAGES
ROWS = 6
LONGEST_PROMPT = 2000
LONGEST_OPTION = 500
# What a statement offers when the author writes nothing else.
TRUE_FALSE = {
    "true": {"az": "Doğru", "en": "True", "ru": "Верно"},
    "false": {"az": "Yanlış", "en": "False", "ru": "Неверно"},
}


def short(widget=forms.Textarea, rows: int = 2):
    return widget(attrs={"rows": rows})


class BankForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.order_by("key"), required=False)

    def key(self) -> str:
        """The name in Latin letters; with something by chance behind where that is taken."""
        key = slugify(anyascii(self.cleaned_data["name"]))[:50] or "bank"
        return f"{key}-{uuid.uuid4().hex[:6]}" if ItemBank.objects.filter(key=key).exists() else key


class ItemForm(forms.Form):
    """A question with its words in each language side by side."""

    type = forms.ChoiceField(label=_("Type"), choices=ItemType.choices)
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"), choices=[(1, _("Easy")), (2, _("Medium")), (3, _("Hard"))], coerce=int
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=300,
        help_text=_("Separated by commas, for example: greetings, numbers"),
    )
    article = forms.CharField(label=_("Article of law"), required=False, max_length=40)
    accepted = forms.CharField(
        label=_("Accepted answers"),
        required=False,
        max_length=4000,
        widget=short(rows=4),
        help_text=_("For a short answer only: one in each line, in every language in which people may answer."),
    )
    is_retired = forms.BooleanField(label=_("No longer drawn"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES:
            self.fields[f"prompt_{code}"] = forms.CharField(
                label=_("Question, %(language)s") % {"language": name},
                required=False,
                max_length=LONGEST_PROMPT,
                widget=short(rows=3),
            )
            self.fields[f"feedback_{code}"] = forms.CharField(
                label=_("Explanation, %(language)s") % {"language": name},
                required=False,
                max_length=LONGEST_PROMPT,
                widget=short(),
                help_text=_("Shown after the quiz: why it is so."),
            )

    def clean(self):
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"prompt_{code}") for code, _name in LANGUAGES):
            raise ValidationError(_("Write the question in at least one language."))
        return cleaned

    def languages(self) -> list[str]:
        return [code for code, _name in LANGUAGES if self.cleaned_data[f"prompt_{code}"]]

    def facts(self) -> dict:
        cleaned = self.cleaned_data
        tags = [tag.strip() for tag in cleaned["tags"].split(",") if tag.strip()]
        return {"tags": tags} | {name: cleaned[name] for name in ("difficulty", "article", "is_retired")}

    def accepted_answers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["accepted"].splitlines() if line.strip()]

    def words(self, language: str) -> dict:
        return {name: self.cleaned_data[f"{name}_{language}"] for name in ("prompt", "feedback")}


class OptionForm(forms.Form):
    """One answer to choose from, in each language."""

    id = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    correct = forms.BooleanField(label=_("Right"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES:
            self.fields[code] = forms.CharField(label=name, required=False, max_length=LONGEST_OPTION)

    def is_written(self) -> bool:
        return any(self.cleaned_data.get(code) for code, _name in LANGUAGES)


OptionFormSet = forms.formset_factory(OptionForm, extra=0, max_num=20, absolute_max=20)


def options_of(formset, item_type: str) -> list[dict]:
    """The written rows, each with an id: its own, or a free one. A statement has its two, with their usual words."""
    rows = [dict(form.cleaned_data) for form in formset if form.is_written() or form.cleaned_data.get("correct")]
    if item_type == ItemType.TRUE_FALSE:
        return list(statement([dict(form.cleaned_data) for form in formset]))
    free = free_ids({row["id"] for row in rows})
    for row in rows:
        row["id"] = row["id"] or next(free)
    return rows


def statement(rows: list[dict]) -> Iterator[dict]:
    for place, (key, words) in enumerate(TRUE_FALSE.items()):
        row = rows[place] if place < len(rows) else {}
        said = {code: row.get(code) or words[code] for code, _name in LANGUAGES}
        yield {"id": key, "correct": row.get("correct", False)} | said


def free_ids(taken: set[str]) -> Iterator[str]:
    return (letter for letter in ascii_lowercase if letter not in taken)


class QuizForm(forms.Form):
    """A quiz that draws from banks, or asks a fixed list."""

    pass_mark = forms.IntegerField(label=_("Pass mark, per cent"), min_value=0, max_value=100, initial=60)
    attempts = forms.IntegerField(
        label=_("Attempts"), min_value=0, max_value=100, initial=3, help_text=_("0: no limit")
    )
    minutes = forms.IntegerField(
        label=_("Time limit, minutes"), min_value=0, max_value=1000, initial=0, help_text=_("0: no limit")
    )
    shuffle = forms.BooleanField(label=_("Shuffle questions and answers"), required=False, initial=True)
    counts = forms.BooleanField(label=_("Must be passed to complete the course"), required=False, initial=True)
    is_active = forms.BooleanField(label=_("Learners see it"), required=False, initial=True)
    fixed = forms.CharField(
        label=_("Fixed questions"),
        required=False,
        max_length=20_000,
        widget=short(rows=5),
        help_text=_("Keys of questions, one in each line, in the order in which they are asked."),
    )

    def __init__(self, *args, course: Course, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lesson"] = forms.ModelChoiceField(
            label=_("Lesson"), queryset=course.lessons.all(), required=False, help_text=_("Empty: of the course.")
        )
        for code, name in LANGUAGES:
            label = _("Title, %(language)s") % {"language": name}
            self.fields[f"title_{code}"] = forms.CharField(label=label, required=False, max_length=160)

    def clean(self):
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"title_{code}") for code, _name in LANGUAGES):
            raise ValidationError(_("Give the quiz a title in at least one language."))
        return cleaned

    def clean_fixed(self) -> list[Item]:
        keys = [line.strip() for line in self.cleaned_data["fixed"].splitlines() if line.strip()]
        found = {item.key: item for item in Item.objects.filter(key__in=keys)}
        missing = [key for key in keys if key not in found]
        if missing:
            raise ValidationError(_("There is no question with the key %(keys)s."), params={"keys": ", ".join(missing)})
        return [found[key] for key in dict.fromkeys(keys)]

    def texts(self) -> dict:
        titles = {code: self.cleaned_data[f"title_{code}"] for code, _name in LANGUAGES}
        return {code: {"title": title} for code, title in titles.items() if title}

    def facts(self) -> dict:
        names = ("lesson", "pass_mark", "attempts", "minutes", "shuffle", "counts", "is_active")
        return {name: self.cleaned_data[name] for name in names}


class DrawForm(forms.Form):
    bank = forms.ModelChoiceField(label=_("Bank"), queryset=ItemBank.objects.order_by("name"), required=False)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=500, required=False)
    tag = forms.CharField(label=_("Only with the tag"), max_length=60, required=False)
    difficulty = forms.TypedChoiceField(
        label=_("Only of the difficulty"),
        choices=[("", _("Any")), (1, _("Easy")), (2, _("Medium")), (3, _("Hard"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    points = forms.IntegerField(label=_("Points each"), min_value=1, max_value=100, initial=1, required=False)

    def clean(self):
        cleaned = super().clean() or {}
        if bool(cleaned.get("bank")) != bool(cleaned.get("count")):
            raise ValidationError(_("Choose a bank and say how many questions are drawn from it."))
        return cleaned


DrawFormSet = forms.formset_factory(DrawForm, extra=0, max_num=20, absolute_max=20)


def draws_of(formset) -> list[dict]:
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("bank")]
    return [row | {"points": row.get("points") or 1} for row in rows]


def title_of(assessment: Assessment, language: str) -> str:
    texts = {text.language: text.title for text in assessment.texts.all()}
    return texts.get(language) or next(iter(texts.values()), assessment.key)
