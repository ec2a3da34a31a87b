"""Files that are whole or not there, whatever dies while they are written."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage

BESIDE = ".unfinished"


class WholeFiles(FileSystemStorage):
    """A file bears its name only when all of it is on the disk: it is written beside, then renamed.

    Of two that take one name at the same moment the later stays: names must say what is in the file, or be random.
    """

    def _save(self, name, content):
        unfinished = Path(self.path(super()._save(f"{BESIDE}/{secrets.token_hex(8)}", content)))
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(place)
        return name


def forget_unfinished(storage: Storage, *, before: datetime) -> int:
    """Deletes what was begun before that moment and never finished; says how many."""
    begun = storage.listdir(BESIDE)[1] if storage.exists(BESIDE) else []
    old = [name for name in begun if storage.get_modified_time(f"{BESIDE}/{name}") < before]
    for name in old:
        storage.delete(f"{BESIDE}/{name}")
    return len(old)
