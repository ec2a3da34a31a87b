import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from courses.domain.items import save_item
from courses.models import Item, ItemText, ItemVersion
from tests.factories.courses import make_bank, make_item

pytestmark = pytest.mark.django_db
SPEC = {"options": [{"id": "a", "correct": True}, {"id": "b"}]}
TEXTS = {"az": {"prompt": "?", "options": {"a": "Bakı", "b": "Gəncə"}, "feedback": "Bakı"}}


def save(bank, now, **over):
    facts = {"key": "capital", "type": "single_choice", "spec": SPEC, "texts": TEXTS} | over
    return save_item(bank, actor=None, now=now, **facts)


@pytest.fixture
def bank(db):
    return make_bank()


def test_save_item_again_changes_nothing(bank, now):
    save(bank, now, tags=["facts"])
    save(bank, now, tags=["facts"])
    assert (Item.objects.count(), ItemVersion.objects.count(), ItemText.objects.count()) == (1, 1, 1)


def test_changed_key_is_the_next_version_with_all_words(bank, now):
    other = {"az": TEXTS["az"], "ru": {"prompt": "?", "options": {"a": "Баку", "b": "Гянджа"}}}
    save(bank, now, texts=other)
    save(bank, now, spec={"options": [{"id": "a"}, {"id": "b", "correct": True}]})
    rows = ItemText.objects.order_by("version__n", "language").values_list("version__n", "language", "revision")
    assert list(rows) == [(1, "az", 1), (1, "ru", 1), (2, "az", 1), (2, "ru", 1)]


def test_mended_typo_is_the_next_revision(bank, now):
    save(bank, now)
    save(bank, now, texts={"az": TEXTS["az"] | {"prompt": "Paytaxt?"}})
    rows = ItemText.objects.order_by("revision").values_list("version__n", "revision", "prompt")
    assert list(rows) == [(1, 1, "?"), (1, 2, "Paytaxt?")]


def test_tags_change_without_a_version(bank, now):
    save(bank, now, tags=["facts"])
    save(bank, now, tags=["state"], is_retired=True)
    assert list(Item.objects.values_list("tags", "is_retired")) == [(["state"], True)]
    assert ItemVersion.objects.count() == 1


@pytest.mark.parametrize(
    "over",
    [
        {"type": "essay"},
        {"spec": {"options": []}},
        {"texts": {}},
        {"texts": {"az": {"prompt": "", "options": {"a": "1", "b": "2"}}}},
        {"texts": {"az": {"prompt": "?", "options": {"a": "1"}}}},
        {"texts": {"az": {"prompt": "?", "options": {"a": "1", "b": " "}}}},
        {"texts": {"az": {"prompt": "?", "options": {"a": "1", "b": "x" * 501}}}},
        {"texts": {"az": {"prompt": "?\0", "options": {"a": "1", "b": "2"}}}},
        {"texts": {"az": {"prompt": "?", "options": {"a": "1", "b": "\ud800"}}}},
        {"tags": ["a\0"]},
        {"texts": {"xx": {"prompt": "?", "options": {"a": "1", "b": "2"}}}},
        {"key": "not a key"},
        {"difficulty": 10},
    ],
)
def test_save_item_refuses_what_cannot_be_asked(bank, now, over):
    with pytest.raises(ValidationError):
        save(bank, now, **over)
    assert (Item.objects.count(), ItemText.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE courses_itemversion SET spec = '{}'",
        "UPDATE courses_itemtext SET prompt = 'x'",
        "DELETE FROM courses_itemtext",
    ],
)
def test_versions_and_words_are_kept_by_the_database(now, statement):
    make_item()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
