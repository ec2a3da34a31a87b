"""Puts pages into the tree as they are, live, once: for the first pages of a site and for the demo.

Wagtail's own publishing keeps a revision of each step; here there is no step to keep, and a hundred pages take seconds.
"""

import json
import uuid
from collections.abc import Iterable

from wagtail.models import Locale, Page

from cms import records

NAMESPACE = uuid.UUID("6a3f4f0e-51a5-4c55-9d0b-3d0f3c7f2f11")


def stream(blocks: Iterable[tuple[str, object]], seed: str) -> str:
    """A StreamField's value. The ids follow from `seed`, so that a block has one id in every language."""
    rows = [
        {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{seed}/{n}"))}
        for n, (kind, value) in enumerate(blocks)
    ]
    # Wagtail's editor reads XML: a line break must be closed.
    return json.dumps(rows).replace("<br>", "<br/>")


def plant(model: type[Page], parent: Page, *, slug: str, locale: Locale, key: str, **fields) -> Page:
    """The live page at `slug` below `parent`, made or brought up to date. `key` is the same in every language."""
    page = model.objects.child_of(parent).filter(slug=slug).first()
    if page is None:
        page = model(slug=slug, locale=locale, translation_key=uuid.uuid5(NAMESPACE, key), live=True, **fields)
        parent.add_child(instance=page)
    elif page.latest_revision_id is None:
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()
    records.publish(page, actor=None)
    return page
