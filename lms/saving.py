"""Writing a row of which every value has been looked at."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _


def save_clean(row: Model, *, exclude: Sequence[str] = ()) -> None:
    """Saves the row. Raises ValidationError, and writes nothing, for values that its fields or the database refuse.

    The database itself tries its constraints, so that none is tried twice and nobody comes between; what it refuses is
    then said in the words of the constraint.
    """
    row.clean_fields(exclude=exclude)
    row.clean()
    try:
        with transaction.atomic():
            row.save()
    except (IntegrityError, DataError) as refused:
        row.full_clean(exclude=exclude)
        raise ValidationError(_("This cannot be saved as it is."), code="refused") from refused
