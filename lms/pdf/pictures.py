"""Pictures: taken from strangers, made harmless, and drawn.

Only PNG and JPEG, by what the file is and not by its name. It is decoded and written anew, so that nothing of the file
but its pixels gets in: no metadata, no place, no second content behind the picture. Transparency becomes white, as on paper.
"""

import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from lms.pdf.exceptions import PictureRefused
from lms.pdf.objects import Stream

FORMATS = ("PNG", "JPEG")
MOST_BYTES = 4_000_000
MOST_PIXELS = 12_000_000
LONGEST_SIDE = 6000
# At 300 dots to the inch this is wider than A4 is long: more cannot be seen on paper.
KEPT_SIDE = 3600
JPEG_QUALITY = 90


@dataclass(frozen=True, eq=False)
class Picture:
    """Ready for a document. `content` is packed with `packing`, an operator of the format."""

    width: int
    height: int
    space: str
    packing: str
    content: bytes

    def stream(self) -> Stream:
        entries = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": self.width,
            "Height": self.height,
            "ColorSpace": self.space,
            "BitsPerComponent": 8,
            "Filter": self.packing,
        }
        return Stream(self.content, entries)


@dataclass(frozen=True)
class Cleaned:
    """What is kept of a picture that was sent in."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Cleaned:
    """The pixels of a PNG or JPEG, written anew; the same bytes for the same file. Raises PictureRefused.

    Size and pixels are looked at before anything is decoded: a small file can unfold into more than a machine has.
    """
    if len(content) > MOST_BYTES:
        raise PictureRefused("size")
    try:
        picture, suffix = _decoded(content)
    except PictureRefused:
        raise
    except Exception as problem:  # a reader of pictures trips over a stranger's file in more ways than it says
        raise PictureRefused("format") from problem
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    target = BytesIO()
    if suffix == "jpg":
        picture.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        picture.save(target, "PNG", optimize=True)
    return Cleaned(target.getvalue(), picture.width, picture.height)


def _decoded(content: bytes) -> tuple[Image.Image, str]:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS or max(opened.size) > LONGEST_SIDE:
            raise PictureRefused("pixels")
        # What a camera makes of several pictures is a JPEG too.
        return _flat(ImageOps.exif_transpose(opened)), "jpg" if opened.format in ("JPEG", "MPO") else "png"


def _flat(picture: Image.Image) -> Image.Image:
    """Grey or colour, on white."""
    if picture.mode.startswith("I"):  # 65,536 greys: converted as they are, all but the darkest would be white
        return picture.convert("I").point([at >> 8 for at in range(1 << 16)], "L")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("RGB")


def drawable(content: bytes) -> Picture:
    """A picture that `cleaned` made, ready to be drawn."""
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        space = "/DeviceGray" if opened.mode == "L" else "/DeviceRGB"
        if opened.format == "JPEG":
            return Picture(opened.width, opened.height, space, "/DCTDecode", content)
        return Picture(opened.width, opened.height, space, "/FlateDecode", zlib.compress(opened.tobytes()))
