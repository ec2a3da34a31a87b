"""What an author may upload: checked by what a file is and not by its name alone."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

# How a file of each kind begins; of the others it is only known that no text has a NUL.
ZIP = (b"PK\x03\x04",)
BEGINNINGS = {
    "docx": ZIP,
    "mp3": (b"ID3", *(b"\xff" + bytes([second]) for second in (0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB))),
    "odt": ZIP,
    "ogg": (b"OggS",),
    "pdf": (b"%PDF-",),
    "pptx": ZIP,
    "xlsx": ZIP,
}
# All that goes along when a picture is drawn again.
KEPT = ("transparency", "background", "duration", "loop")


class PictureField(WagtailImageField):
    """A picture without what its file says about the place, the device and the person behind the camera."""

    def to_python(self, data):
        try:
            sent = super().to_python(data)
            return redrawn(sent) if isinstance(sent, UploadedFile) else sent
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
            raise ValidationError(
                _("This image cannot be read. Save it as a smaller JPEG or PNG file, and choose that one."),
                code="unreadable",
            ) from broken


class ImageForm(BaseImageForm):
    file = PictureField(label=_("Image file"))


def redrawn(sent: UploadedFile) -> UploadedFile:
    """The same picture in a new file of the same kind, upright, in colours every browser knows; whatever else was in
    the file (where it was taken, a second file behind the first) is gone. Raises what Pillow raises for a broken one.
    """
    sent.seek(0)
    out = BytesIO()
    with Image.open(sent) as picture:
        kind = picture.format
        if getattr(picture, "is_animated", False):
            picture.save(out, kind, save_all=True, comment=b"")
        else:
            plain = plain_colours(ImageOps.exif_transpose(picture))
            plain.info = {name: plain.info[name] for name in KEPT if name in plain.info}
            plain.save(out, kind, quality=90)
    return SimpleUploadedFile(sent.name or "", out.getvalue(), content_type=sent.content_type or "")


def plain_colours(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    return picture.convert("RGB") if picture.mode in ("CMYK", "YCbCr", "LAB", "HSV", "F") else picture


class DocumentForm(BaseDocumentForm):
    def clean_file(self):
        sent = self.cleaned_data["file"]
        if isinstance(sent, UploadedFile) and not is_what_it_says(sent):
            raise ValidationError(
                _("This file is not what its name says. Open it, save it again, and choose the new one."),
                code="another_kind",
            )
        return sent


def is_what_it_says(sent: UploadedFile) -> bool:
    sent.seek(0)
    start = sent.read(4096)
    sent.seek(0)
    beginnings = BEGINNINGS.get((sent.name or "").rpartition(".")[2].lower())
    return start.startswith(beginnings) if beginnings else b"\0" not in start
