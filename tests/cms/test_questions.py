"""Banks, questions and quizzes in the authors' admin."""

import pytest
from django.urls import reverse

from courses.enums import ItemType
from courses.models import Assessment, Item, ItemBank
from lms.accounts.enums import Role
from tests.cms.reading import read, words
from tests.factories.courses import make_assessment, make_bank, make_course, make_item
from tests.factories.people import Browser, make_staff


@pytest.fixture
def trainer(site):
    browser = Browser()
    browser.force_login(make_staff(Role.TRAINER, language="en"))
    return browser


def rows(prefix: str, given: list[dict]) -> dict:
    counts = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": "0"}
    return counts | {f"{prefix}-{n}-{name}": value for n, row in enumerate(given) for name, value in row.items()}


def item_form(options: list[dict], **over) -> dict:
    facts = {"type": "single_choice", "difficulty": "2", "tags": "greetings, first", "article": "76", "accepted": ""}
    said = {"prompt_az": "Salam nədir?", "prompt_en": "", "prompt_ru": "Что такое salam?", "feedback_az": "Bəli."}
    return facts | said | rows("options", options) | over


OPTIONS = [
    {"id": "", "correct": "on", "az": "salamlaşma", "ru": "приветствие"},
    {"id": "", "az": "sağollaşma", "ru": "прощание"},
    {"id": "", "az": "", "ru": ""},
]


def test_bank_is_added_and_opened(trainer):
    response = trainer.post(reverse("questions:bank_add"), {"name": "Şəhər və küçə", "course": ""}, follow=True)

    assert words(read(response).h1).startswith("Şəhər və küçə")
    assert ItemBank.objects.get().key == "seher-ve-kuce"


def test_question_is_written_in_several_languages_at_once(trainer):
    bank = make_bank()

    trainer.post(reverse("questions:item_add", args=[bank.pk]), item_form(OPTIONS))

    item = Item.objects.get()
    version = item.versions.get()
    texts = {text.language: (text.prompt, text.options) for text in version.texts.all()}
    assert version.spec == {"options": [{"id": "a", "correct": True}, {"id": "b", "correct": False}]}
    assert texts == {
        "az": ("Salam nədir?", {"a": "salamlaşma", "b": "sağollaşma"}),
        "ru": ("Что такое salam?", {"a": "приветствие", "b": "прощание"}),
    }
    assert (item.tags, item.difficulty, item.article) == (["greetings", "first"], 2, "76")


def test_statement_needs_no_words_for_true_and_false(trainer):
    blank = [{"id": "", "correct": "on"}, {"id": ""}]

    trainer.post(reverse("questions:item_add", args=[make_bank().pk]), item_form(blank, type="true_false"))

    version = Item.objects.get().versions.get()
    assert version.spec["options"] == [{"id": "true", "correct": True}, {"id": "false", "correct": False}]
    assert version.texts.get(language="ru").options == {"true": "Верно", "false": "Неверно"}


def test_short_answer_takes_one_accepted_answer_a_line(trainer):
    form = item_form([], type="short_answer", accepted="sağ ol\n\nçox sağ ol\n")

    trainer.post(reverse("questions:item_add", args=[make_bank().pk]), form)

    assert Item.objects.get().versions.get().spec["accepted"] == ["sağ ol", "çox sağ ol"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            item_form([{"id": "", "az": "bir", "ru": "один"}, {"id": "", "az": "iki", "ru": "два"}]),
            "Mark the right answer.",
        ),
        (item_form(OPTIONS[:1]), "Give 2 to 20 options."),
        (item_form([OPTIONS[0], {"id": "", "az": "iki", "ru": ""}]), "Write each option"),
        (item_form(OPTIONS, prompt_az="", prompt_ru=""), "Write the question in at least one language."),
        (item_form([], type="short_answer"), "accepted answers"),
    ],
)
def test_question_that_cannot_be_is_refused_with_a_sentence(trainer, form, said):
    response = trainer.post(reverse("questions:item_add", args=[make_bank().pk]), form)

    assert said in words(read(response).select_one(".help-critical"))
    assert Item.objects.count() == 0


def test_form_shows_what_was_written_and_saving_it_again_changes_nothing(trainer):
    item = make_item(type=ItemType.MULTIPLE_CHOICE)
    address = reverse("questions:item_edit", args=[item.pk])
    page = read(trainer.get(address)).select_one("form.nice-padding, form[method=post][novalidate]")

    trainer.post(address, filled(page))

    assert item.versions.count() == 1
    assert item.versions.get().texts.count() == 3


def filled(form) -> dict:
    """What a browser sends when nothing was touched."""
    sent = {}
    for field in form.select("input, textarea"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        sent[field["name"]] = field.get("value", "on") if field.name == "input" else field.text.removeprefix("\n")
    for field in form.select("select"):
        chosen = field.select_one("option[selected]") or field.option
        sent[field["name"]] = chosen["value"]
    return sent


def test_list_finds_by_words(trainer):
    bank = make_bank()
    for prompt in ("Salam", "Çörək"):
        words_of = {"prompt": prompt, "options": {"a": "1", "b": "2", "c": "3"}, "feedback": ""}
        make_item(bank=bank, texts={"az": words_of})

    page = read(trainer.get(reverse("questions:bank", args=[bank.pk]), {"q": "çör\0"}))

    assert [words(each) for each in page.select("td.title a")] == ["Çörək"]


def quiz_form(draws: list[dict], **over) -> dict:
    facts = {"pass_mark": "70", "attempts": "3", "minutes": "40", "shuffle": "on", "counts": "on", "is_active": "on"}
    return facts | {"lesson": "", "fixed": "", "title_ru": "Тест"} | rows("draws", draws) | over


def test_quiz_draws_from_banks(trainer):
    course, bank = make_course(), make_bank(items=3)
    row = {"bank": str(bank.pk), "count": "2", "tag": "", "difficulty": "", "points": ""}

    trainer.post(reverse("questions:quiz_add", args=[course.pk]), quiz_form([row]))

    quiz = Assessment.objects.get()
    assert (quiz.course, quiz.pass_mark, quiz.texts.get().title) == (course, 70, "Тест")
    assert list(quiz.draws.values_list("bank", "count", "points")) == [(bank.pk, 2, 1)]


def test_quiz_asks_a_fixed_list_in_its_order(trainer):
    bank = make_bank()
    make_item(bank=bank, key="b"), make_item(bank=bank, key="a")

    trainer.post(reverse("questions:quiz_add", args=[make_course().pk]), quiz_form([], fixed="b\na\nb\n"))

    assert [row.item.key for row in Assessment.objects.get().fixed_items.all()] == ["b", "a"]


def test_quiz_with_an_unknown_question_is_refused(trainer):
    response = trainer.post(reverse("questions:quiz_add", args=[make_course().pk]), quiz_form([], fixed="nothing"))

    assert "There is no question with the key nothing." in words(read(response))
    assert Assessment.objects.count() == 0


def test_quiz_form_shows_what_there_is(trainer):
    quiz = make_assessment(pass_mark=55)

    page = read(trainer.get(reverse("questions:quiz_edit", args=[quiz.pk])))

    assert page.select_one("[name=pass_mark]")["value"] == "55"


def test_trainer_previews_a_quiz_from_the_list(trainer):
    quiz = make_assessment()

    page = read(trainer.get(reverse("questions:quizzes")))
    address = next(link["href"] for link in page.select("td a") if words(link).startswith("Preview"))

    assert address == reverse("assessment_preview", args=[quiz.public_id])
    assert trainer.get(address).status_code == 200
