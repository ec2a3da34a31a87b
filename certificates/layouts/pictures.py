"""The pictures of templates. They lie in the private storage under their own hash, so whatever was read once stays right."""

import re
from functools import lru_cache

from django.core.files.storage import storages

from lms.pdf.pictures import Picture, drawable

FOLDER = "certificates/assets"
HASH = re.compile("[0-9a-f]{64}")


def storage_key(sha256: str) -> str:
    return f"{FOLDER}/{sha256}"


# One may have some megabytes.
@lru_cache(maxsize=8)
def picture(sha256: str) -> Picture:
    """Raises FileNotFoundError where there is none; a name that is no hash could lead out of the folder."""
    if not HASH.fullmatch(sha256):
        raise FileNotFoundError(sha256)
    with storages["private"].open(storage_key(sha256)) as file:
        return drawable(file.read())
