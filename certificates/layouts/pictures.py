"""The pictures of templates. They lie in the private storage under their own hash, so whatever was read once stays right."""

from functools import lru_cache

from django.core.files.storage import storages

from lms.pdf.pictures import Picture, drawable

FOLDER = "certificates/assets"


def storage_key(sha256: str) -> str:
    return f"{FOLDER}/{sha256}"


@lru_cache(maxsize=32)
def picture(sha256: str) -> Picture:
    """Raises FileNotFoundError where there is none."""
    with storages["private"].open(storage_key(sha256)) as file:
        return drawable(file.read())
