"""Values are looked at before a database is: one refuses what the other takes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from lms.saving import save_clean


def save(row: Model) -> None:
    """Raises ValidationError for a row that must not be written."""
    refuse_unwritable({field.name: field.value_from_object(row) for field in row._meta.concrete_fields})
    save_clean(row)


def refuse_unwritable(fields: Mapping[str, Any]) -> None:
    """A NUL or half a character, in a text or anywhere in a JSON value."""
    for name, value in fields.items():
        if is_unwritable(value):
            raise ValidationError({name: _("Remove the characters that cannot be stored.")}, code="unwritable")


def is_unwritable(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value or any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, Mapping):
        return any(map(is_unwritable, value.keys())) or any(map(is_unwritable, value.values()))
    return isinstance(value, list | tuple) and any(map(is_unwritable, value))
