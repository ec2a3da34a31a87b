"""What is sent in as a picture: its pixels are kept as they look, or it is refused. Never a crash."""

from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from lms.pdf.exceptions import PictureRefused
from lms.pdf.pictures import cleaned
from tests.factories.pictures import saved


def turned() -> bytes:
    """A JPEG that says by its EXIF how it is turned."""
    exif = Image.Exif()
    exif[0x112], exif[0x10F] = 6, "camera"
    return saved(Image.new("RGB", (24, 16)), "JPEG", exif=exif)


def test_picture_of_65536_greys_keeps_its_greys():
    kept = Image.open(BytesIO(cleaned(saved(Image.new("I;16", (4, 4), 30_000), "PNG")).content))
    assert (kept.mode, kept.getpixel((0, 0))) == ("L", 30_000 >> 8)


def test_picture_in_several_parts_stays_a_jpeg():
    two = Image.effect_noise((64, 64), 80).convert("RGB")
    several = saved(two, "MPO", save_all=True, append_images=[two])
    assert Image.open(BytesIO(cleaned(several).content)).format == "JPEG"


@pytest.mark.parametrize("seed", range(4))
def test_damaged_picture_is_kept_or_refused(seed):
    random, whole = Random(seed), turned()
    for _ in range(1500):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            damaged[random.randrange(min(len(damaged), 120))] = random.randrange(256)
        with suppress(PictureRefused):
            cleaned(bytes(damaged))
