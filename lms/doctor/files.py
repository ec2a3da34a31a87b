"""What lies on the disk, and how much room is left."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from .findings import Finding, fail, ok, unfit_for_people, warn

MEGABYTE = 1024 * 1024
ROOM_WARN = 2000 * MEGABYTE
ROOM_FAIL = 500 * MEGABYTE


def fonts() -> Iterator[Finding]:
    from lms.pdf import faces  # noqa: PLC0415 - loads the drawing, which nothing else here needs

    missing = []
    for family in faces.FAMILIES:
        for bold in (False, True):
            try:
                faces.face(family, bold=bold)
            except Exception:
                missing.append(family)
    if missing:
        sentence = _("Fonts are missing or damaged: %(names)s. Some names cannot be printed.")
        yield fail(sentence % {"names": ", ".join(sorted(set(missing)))}, _("Restore lms/pdf/fonts from the release."))
    else:
        yield ok(_("The fonts are complete."))


def translations() -> Iterator[Finding]:
    stale = [path for path in catalogues() if is_stale(path)]
    if stale:
        sentence = _("Translations are not compiled, so people read English: %(count)s files.") % {"count": len(stale)}
        yield fail(sentence, _("Run: python manage.py translations --compile"))
    else:
        yield ok(_("The translations are compiled."))


def catalogues() -> Iterator[Path]:
    from lms.translations import CATALOGUES  # noqa: PLC0415 - loads the catalogue tools

    for folder in CATALOGUES:
        yield from (settings.BASE_DIR / folder / "locale").glob("*/LC_MESSAGES/django.po")


def is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def static() -> Iterator[Finding]:
    storage = storages["staticfiles"]
    if hasattr(storage, "manifest_name") and not (Path(settings.STATIC_ROOT) / storage.manifest_name).exists():
        yield fail(
            _("The style sheets are not collected: no page can be shown."), _("Run: python manage.py collectstatic")
        )
    else:
        yield ok(_("The style sheets are in place."))


def disk() -> Iterator[Finding]:
    folders = {str(nearest(Path(folder))) for folder in (settings.VAR_DIR, settings.MEDIA_ROOT)}
    for folder in sorted(folders):
        yield room(folder)
        if not os.access(folder, os.W_OK):
            mend = _("Let the user that runs this system write there.")
            yield fail(_("Nothing can be saved in %(folder)s.") % {"folder": folder}, mend)


def nearest(folder: Path) -> Path:
    """The folder, or the one in which it would be made."""
    return folder if folder.exists() else nearest(folder.parent)


def room(folder: str) -> Finding:
    free = shutil.disk_usage(folder).free
    named = {"folder": folder, "megabytes": free // MEGABYTE}
    sentence = _("Room left in %(folder)s: %(megabytes)s MB.") % named
    mend = _("Delete what is not needed, or give it a larger disk.")
    if free < ROOM_FAIL:
        return unfit_for_people(sentence, mend)
    return warn(sentence, mend) if free < ROOM_WARN else ok(sentence)
