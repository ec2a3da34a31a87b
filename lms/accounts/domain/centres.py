"""Centres, and what they are called in each language."""

from datetime import datetime

from django.db import transaction

from lms.accounts import audit
from lms.accounts.models import Centre, CentreText, User
from lms.saving import save_clean


@transaction.atomic
def save_centre(
    code: str, *, language: str, name: str, place: str, address: str = "", now: datetime, actor: User | None = None
) -> Centre:
    """A centre with its name and town in one language; makes what does not exist yet. May be repeated.

    Raises ValidationError. No page calls it: centres are opened from the command line.
    """
    centre = Centre.objects.filter(code=code).first() or Centre(code=code)
    is_new = centre.pk is None
    if is_new:
        save_clean(centre)
    text = CentreText.objects.filter(centre=centre, language=language).first()
    text = text or CentreText(centre=centre, language=language)
    text.name, text.place, text.address = name, place, address
    save_clean(text)
    audit.record(
        "centre.opened" if is_new else "centre.named",
        actor=actor,
        now=now,
        centre=centre,
        obj=centre,
        language=language,
    )
    return centre
