"""Banks, questions and quizzes. Each view turns a form into one call of the domain."""

import functools
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.questions import forms
from courses.domain.authoring import save_assessment, save_bank
from courses.domain.items import save_item
from courses.enums import ItemType
from courses.models import Assessment, Course, Item, ItemBank
from lms.accounts.rules import may_author
from lms.accounts.texts import in_language
from lms.refusals import Refusal

A_PAGE = 50


def for_authors(view):
    """Wagtail has asked for its own permission before; this asks for ours."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_author(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_authors
def banks(request):
    rows = ItemBank.objects.select_related("course").annotate(size=Count("items")).order_by("name")
    return render(request, "cms/questions/banks.html", {"banks": rows})


@for_authors
def bank_add(request):
    form = forms.BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        bank = save_bank(
            form.key(), name=cleaned["name"], course=cleaned["course"], actor=request.user, now=timezone.now()
        )
        return redirect("questions:bank", bank.pk)
    return render(request, "cms/questions/bank_add.html", {"form": form})


@for_authors
def bank(request, pk: int):
    """The questions of a bank; `q` searches in keys and words."""
    found = get_object_or_404(ItemBank, pk=pk)
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:100]
    items = found.items.prefetch_related("versions__texts")
    rows = [row_of(item) for item in items]
    rows = [row for row in rows if wanted.casefold() in f"{row['item'].key} {row['prompt']}".casefold()]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    return render(request, "cms/questions/bank.html", {"bank": found, "page": page, "q": wanted})


def row_of(item: Item) -> dict:
    version = max(item.versions.all(), key=lambda each: each.n, default=None)
    text = in_language(newest_words(version), get_language() or "az") if version else None
    kind = ItemType(version.type).label if version else ""
    return {"item": item, "type": kind, "prompt": text.prompt if text else ""}


def newest_words(version) -> list:
    """The last revision in each language."""
    rows = sorted(version.texts.all(), key=lambda text: text.revision)
    return list({text.language: text for text in rows}.values())


@for_authors
def item_add(request, bank_pk: int):
    bank = get_object_or_404(ItemBank, pk=bank_pk)
    return edit(request, bank, None)


@for_authors
def item_edit(request, pk: int):
    item = get_object_or_404(Item.objects.select_related("bank"), pk=pk)
    return edit(request, item.bank, item)


def edit(request, bank: ItemBank, item: Item | None):
    given = request.POST if request.method == "POST" else None
    initial, options = initial_of(item)
    form = forms.ItemForm(given, initial=initial)
    formset = forms.OptionFormSet(given, initial=options, prefix="options")
    if given is not None and form.is_valid() and formset.is_valid() and saved(request, bank, item, form, formset):
        messages.success(request, _("The question is saved."))
        return redirect("questions:bank", bank.pk)
    context = {"bank": bank, "item": item, "form": form, "formset": formset, "languages": language_rows(form)}
    return render(request, "cms/questions/item.html", context)


def language_rows(form) -> list[tuple]:
    return [(name, form[f"prompt_{code}"], form[f"feedback_{code}"]) for code, name in forms.LANGUAGES]


def initial_of(item: Item | None) -> tuple[dict, list[dict]]:
    """What the form shows first: the newest version and its newest words."""
    blank = [{} for _row in range(forms.ROWS)]
    version = item.versions.order_by("-n").first() if item else None
    if item is None or version is None:
        return {}, blank
    words = {text.language: text for text in newest_words(version)}
    initial = {
        "type": version.type,
        "difficulty": item.difficulty,
        "tags": ", ".join(item.tags),
        "article": item.article,
        "is_retired": item.is_retired,
        "accepted": "\n".join(version.spec.get("accepted", [])),
    }
    for code, text in words.items():
        initial |= {f"prompt_{code}": text.prompt, f"feedback_{code}": text.feedback}
    options = [
        {"id": option["id"], "correct": option["correct"]}
        | {code: text.options.get(option["id"], "") for code, text in words.items()}
        for option in version.spec.get("options", [])
    ]
    return initial, [*options, *blank[len(options) :], *([{}] if len(options) >= forms.ROWS else [])]


def saved(request, bank: ItemBank, item: Item | None, form, formset) -> bool:
    """Whether the domain took it. What it refuses is said at the top of the form."""
    kind = form.cleaned_data["type"]
    options = [] if kind == ItemType.SHORT_ANSWER else forms.options_of(formset, kind)
    spec = {"options": [{"id": row["id"], "correct": row["correct"]} for row in options]}
    if kind == ItemType.SHORT_ANSWER:
        spec = {"accepted": form.accepted_answers()}
    texts = {
        code: form.words(code) | {"options": {row["id"]: row.get(code, "") for row in options}}
        for code in form.languages()
    }
    key = item.key if item else f"{bank.key[:40]}-{uuid.uuid4().hex[:8]}"
    try:
        save_item(
            bank, key=key, type=kind, spec=spec, texts=texts, actor=request.user, now=timezone.now(), **form.facts()
        )
    except ValidationError as found:
        form.add_error(None, found.messages)
        return False
    return True


@for_authors
def quizzes(request):
    rows = Assessment.objects.select_related("course").prefetch_related("texts", "draws", "fixed_items")
    named = [(row, forms.title_of(row, get_language() or "az")) for row in rows.order_by("course__key", "position")]
    courses = Course.objects.order_by("key")
    return render(request, "cms/questions/quizzes.html", {"quizzes": named, "courses": courses})


@for_authors
def quiz_add(request, course_pk: int):
    return edit_quiz(request, get_object_or_404(Course, pk=course_pk), None)


@for_authors
def quiz_edit(request, pk: int):
    assessment = get_object_or_404(Assessment.objects.select_related("course"), pk=pk)
    return edit_quiz(request, assessment.course, assessment)


def edit_quiz(request, course: Course, assessment: Assessment | None):
    given = request.POST if request.method == "POST" else None
    initial, draws = initial_of_quiz(assessment)
    form = forms.QuizForm(given, initial=initial, course=course)
    formset = forms.DrawFormSet(given, initial=draws, prefix="draws")
    if (
        given is not None
        and form.is_valid()
        and formset.is_valid()
        and quiz_saved(request, course, assessment, form, formset)
    ):
        messages.success(request, _("The quiz is saved."))
        return redirect("questions:quizzes")
    context = {"course": course, "assessment": assessment, "form": form, "formset": formset}
    return render(request, "cms/questions/quiz.html", context)


def initial_of_quiz(assessment: Assessment | None) -> tuple[dict, list[dict]]:
    if assessment is None:
        return {}, [{}, {}, {}]
    names = ("lesson", "pass_mark", "attempts", "minutes", "shuffle", "counts", "is_active")
    initial = {name: getattr(assessment, name) for name in names}
    initial["fixed"] = "\n".join(row.item.key for row in assessment.fixed_items.select_related("item"))
    initial |= {f"title_{text.language}": text.title for text in assessment.texts.all()}
    columns = ("bank", "count", "tag", "difficulty", "points")
    draws = list(assessment.draws.values(*columns))
    return initial, [*draws, {}, {}]


def quiz_saved(request, course: Course, assessment: Assessment | None, form, formset) -> bool:
    try:
        save_assessment(
            course,
            key=assessment.key if assessment else f"quiz-{uuid.uuid4().hex[:8]}",
            actor=request.user,
            now=timezone.now(),
            texts=form.texts(),
            draws=forms.draws_of(formset),
            items=[{"item": item} for item in form.cleaned_data["fixed"]],
            **form.facts(),
        )
    except ValidationError as found:
        form.add_error(None, found.messages)
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
