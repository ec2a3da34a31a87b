"""Images and files of the demo, each stored once."""

from pathlib import Path

from django.core.files import File
from wagtail.documents.models import Document
from wagtail.images.models import Image


def image(path: Path, title: str) -> Image:
    name = f"{path.parent.parent.name}-{path.name}"
    found = Image.objects.filter(file__endswith=name).first()
    if found is None:
        with path.open("rb") as stream:
            found = Image.objects.create(title=title, file=File(stream, name=name), description=title[:255])
    return found


def document(path: Path, title: str) -> Document:
    name = f"{path.parent.parent.name}-{path.name}"
    found = Document.objects.filter(file__endswith=name).first()
    if found is None:
        with path.open("rb") as stream:
            found = Document(title=title, file=File(stream, name=name), file_size=path.stat().st_size)
            found.save()
    return found
