"""What authors may upload, and what is left of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from lms.accounts.enums import Role
from tests.cms.reading import read, words
from tests.factories.people import Browser, make_staff
from tests.factories.pictures import saved

Picture, Document = get_image_model(), get_document_model()


@pytest.fixture
def trainer(site):
    browser = Browser()
    browser.force_login(make_staff(Role.TRAINER, language="en"))
    return browser


def photograph() -> bytes:
    """Lying on its side, taken somewhere, with a second file behind it."""
    facts = Image.Exif()
    facts[ExifTags.Base.Orientation] = 6
    facts[ExifTags.Base.Make] = "Camera"
    facts.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (40.0, 24.0, 33.0)})
    return saved(Image.new("RGB", (300, 200), "teal"), "JPEG", exif=facts, comment=b"Kanareyka") + b"PK\x03\x04<script>"


def send(browser, kind: str, name: str, content: bytes) -> str:
    """What the form says, or nothing when it took the file."""
    form = {"title": "t", "file": SimpleUploadedFile(name, content), "tags": "", "collection": "1"}
    response = browser.post(f"/cms/{kind}/add/", form)
    if response.has_header("Location"):
        return ""
    return " ".join(words(each) for each in read(response).select(".error-message"))


def test_photograph_keeps_no_place_no_camera_and_no_second_file(trainer):
    send(trainer, "images", "home.jpg", photograph())

    kept = Picture.objects.get()
    with kept.file.open() as file:
        content = file.read()
    with Image.open(BytesIO(content)) as picture:
        assert (dict(picture.getexif()), picture.size, "comment" in picture.info) == ({}, (200, 300), False)
    assert [word in content for word in (b"Camera", b"Kanareyka", b"<script>")] == [False, False, False]
    assert (kept.width, kept.height, kept.file_size) == (200, 300, len(content))


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_moving_picture_moves_on_without_what_its_file_says(trainer, kind):
    facts = Image.Exif()
    facts[ExifTags.Base.Make] = "Kanareyka"
    said = {"comment": b"Kanareyka"} if kind == "GIF" else {"exif": facts.tobytes()}
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("teal", "gold")]
    sent = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100, **said)
    assert b"Kanareyka" in sent
    send(trainer, "images", f"flag.{kind.lower()}", sent)

    with Picture.objects.get().file.open() as file:
        content = file.read()
    with Image.open(BytesIO(content)) as picture:
        assert (picture.n_frames, b"Kanareyka" in content) == (2, False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.jpg", bytes),
        ("page.jpg", lambda: b"<html><script>alert(1)</script></html>"),
        ("program.png", lambda: b"MZ\x90\x00"),
        ("drawing.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("photo.heic", lambda: b"\x00\x00\x00\x18ftypheic"),
        ("renamed.png", lambda: saved(Image.new("RGB", (9, 9)), "JPEG")),
        ("cut.jpg", lambda: saved(Image.effect_noise((300, 200), 50).convert("RGB"), "JPEG")[:2000]),
        ("flood.png", lambda: saved(Image.new("1", (30_000, 30_000)), "PNG")),
        ("large.png", lambda: saved(Image.new("1", (6000, 5000)), "PNG")),
        ("heavy.jpg", lambda: saved(Image.new("RGB", (9, 9)), "JPEG") + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(trainer, name, content):
    said = send(trainer, "images", name, content())

    assert (said != "", Picture.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("mode", "kind", "name", "colours"),
    [("CMYK", "JPEG", "print.jpg", "RGB"), ("I;16", "PNG", "scan.png", "L"), ("RGBA", "WEBP", "clear.webp", "RGBA")],
)
def test_picture_gets_colours_that_browsers_know(trainer, mode, kind, name, colours):
    send(trainer, "images", name, saved(Image.new(mode, (30, 20)), kind))

    with Picture.objects.get().file.open() as file, Image.open(file) as picture:
        assert (picture.mode, picture.size) == (colours, (30, 20))


def test_moving_picture_keeps_moving(trainer):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    send(trainer, "images", "m.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=90))

    with Picture.objects.get().file.open() as file, Image.open(file) as picture:
        assert picture.n_frames == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg/>"),
        ("program.exe", b"MZ\x90\x00"),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("program.txt", b"MZ\x90\x00"),
        ("words.docx", b"words"),
        ("sound.mp3", b"<html>"),
        ("large.pdf", b"%PDF-" + b"0" * 20 * 1024 * 1024),
    ],
)
def test_document_that_is_not_what_its_name_says_is_refused_with_a_sentence(trainer, name, content):
    said = send(trainer, "documents", name, content)

    assert (said != "", Document.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("law.pdf", b"%PDF-1.7"),
        ("salam.mp3", b"ID3\x04\x00"),
        ("salam.mp3", b"\xff\xfb\x90"),
        ("words.xlsx", b"PK\x03\x04\x14"),
        ("words.csv", "salam;привет\n".encode()),
    ],
)
def test_document_of_each_kind_is_taken(trainer, name, content):
    assert (send(trainer, "documents", name, content), Document.objects.count()) == ("", 1)


def test_document_is_never_shown_as_a_page(trainer):
    send(trainer, "documents", "words.txt", b"<script>alert(1)</script>")

    response = trainer.get(Document.objects.get().url)
    response.close()

    found = {name: response.headers[name] for name in ("Content-Disposition", "X-Content-Type-Options")}
    assert found == {"Content-Disposition": 'attachment; filename="words.txt"', "X-Content-Type-Options": "nosniff"}
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
