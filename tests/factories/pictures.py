"""Pictures as they are sent in."""

from io import BytesIO

from PIL import Image


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    """The file of a picture, of the kind that Pillow calls so."""
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()
