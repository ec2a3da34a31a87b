"""Questions: an item, its versions, their words. A version and a text are never changed, only followed by the next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.domain.authoring import Texts, note, write
from courses.domain.validation import save
from courses.item_types import KINDS, kind_of
from courses.models import Item, ItemBank, ItemText, ItemVersion
from lms.accounts.models import User

LONGEST_OPTION = 500
WORDS = ("prompt", "options", "feedback")


def save_item(
    bank: ItemBank,
    *,
    key: str,
    type: str,  # noqa: A002
    spec: Mapping[str, Any],
    texts: Texts,
    actor: User | None,
    now: datetime,
    **fields,
) -> Item:
    """The item with this spec and these words; `texts` by language: prompt, options by id, feedback.

    A changed type or spec is the next version: attempts keep theirs, and all words go along. Changed words are the next
    revision. Raises ValidationError for a spec or words that cannot be.
    """
    if type not in KINDS:
        raise ValidationError({"type": _("There is no such type of question.")})
    spec = kind_of(type).validated(spec)
    with transaction.atomic():
        item = Item.objects.select_for_update().filter(bank=bank, key=key).first() or Item(bank=bank, key=key)
        changed = write(item, fields)
        version, words = newest(item)
        wanted = {language: words_of(text) for language, text in words.items()} | dict(texts)
        if version is None or (version.type, version.spec) != (type, spec):
            version, words = next_version(item, version, type=type, spec=spec, now=now), {}
            changed.append(f"version {version.n}")
        changed += [
            f"text {language}"
            for language, new in wanted.items()
            if write_words(version, words.get(language), language=language, new=new, now=now)
        ]
        if not wanted:
            raise ValidationError(_("Write the question in at least one language."), code="invalid")
        note("item.saved", item, changed, actor=actor, now=now)
        return item


def newest(item: Item) -> tuple[ItemVersion | None, dict[str, ItemText]]:
    """The newest version with its newest words by language."""
    version = item.versions.order_by("-n").first()
    rows = version.texts.order_by("revision") if version else []
    return version, {text.language: text for text in rows}


def words_of(text: ItemText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in WORDS}


def next_version(item: Item, last: ItemVersion | None, *, type: str, spec: dict, now: datetime) -> ItemVersion:  # noqa: A002
    version = ItemVersion(item=item, n=last.n + 1 if last else 1, type=type, spec=spec, created_at=now)
    save(version)
    return version


def write_words(
    version: ItemVersion, last: ItemText | None, *, language: str, new: Mapping[str, Any], now: datetime
) -> bool:
    """The next revision of the words in one language, if they differ from the last."""
    words = {"prompt": "", "options": {}, "feedback": ""} | dict(new)
    if last and words_of(last) == words:
        return False
    refuse_missing(version, words)
    revision = last.revision + 1 if last else 1
    text = ItemText(version=version, language=language, revision=revision, created_at=now, **words)
    save(text)
    return True


def refuse_missing(version: ItemVersion, words: Mapping[str, Any]) -> None:
    """Raises ValidationError unless every option has words, and no other has."""
    options, ids = words["options"], kind_of(version.type).option_ids(version.spec)
    if not isinstance(options, dict) or sorted(options) != sorted(ids):
        raise ValidationError({"options": _("Write each option in this language.")})
    if not all(isinstance(text, str) and text.strip() and len(text) <= LONGEST_OPTION for text in options.values()):
        raise ValidationError(
            {"options": _("Write each option with 1 to %(limit)d characters.") % {"limit": LONGEST_OPTION}}
        )
