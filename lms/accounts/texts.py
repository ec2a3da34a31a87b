"""Texts that exist once per language."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.conf import settings


class InLanguage(Protocol):
    language: str


Text = TypeVar("Text", bound=InLanguage)


def in_language(texts: Iterable[Text], language: str) -> Text | None:
    """The row in this language, else in Azerbaijani, else in English, else any. Works on prefetched rows."""
    rows = {text.language: text for text in texts}
    for wanted in (language, settings.LANGUAGE_CODE, "en"):
        if wanted in rows:
            return rows[wanted]
    return next(iter(rows.values()), None)
