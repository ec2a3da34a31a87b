"""Each block in a lesson, and what an author may not leave out."""

import gc
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms import video
from cms.blocks import TEXT, AudioBlock, CheckBlock, ImageBlock, TextBlockOfLesson
from tests.cms.reading import read, words
from tests.factories.pages import make_course_page, make_lesson_page


def shown(client, kind: str, value):
    """The article of a lesson that has this block alone."""
    page = make_lesson_page(make_course_page(language="en"), blocks=[(kind, value)])
    address = f"/en/courses/{page.get_parent().slug}/{page.slug}/"
    return read(client.get(address)).article


def make_document(name: str, content: bytes = b"x" * 2048) -> Document:
    return Document.objects.create(title=name, file=ContentFile(content, name=name), file_size=len(content))


def test_text_is_shown_as_it_was_written(site, client):
    article = shown(client, "text", "<h2>Salam</h2><p>One <b>two</b></p>")

    assert (words(article.h2), words(article.select_one("h2 + p"))) == ("Salam", "One two")


def from_editor(sent: str):
    return TextBlockOfLesson(features=TEXT).value_from_datadict({"text": sent}, {}, "text")


def draft(text: str, *, depth: int = 0, link: str | None = None) -> str:
    """What the editor in the browser sends for one paragraph."""
    links = [{"offset": 0, "length": len(text), "key": 0}] if link else []
    block = {"key": "a", "text": text, "type": "unordered-list-item" if depth else "unstyled", "depth": depth}
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}} if link else {}
    return json.dumps({"blocks": [block | {"inlineStyleRanges": [], "entityRanges": links}], "entityMap": entities})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (draft("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (draft("law", link="javascript:alert(1)"), "<p><a>law</a></p>"),
        (draft("law", link="data:text/html,<script>"), "<p><a>law</a></p>"),
        (draft("half \ud83d of it"), "<p>half  of it</p>"),
        ("{not json", ""),
        ("[]", ""),
        ("5", ""),
        (draft("deep", depth=2000), ""),
        (draft("law", link="x").replace('"entityMap": {"0"', '"entityMap": {"7"'), ""),
    ],
)
def test_forged_text_does_no_harm(sent, kept):
    assert from_editor(sent).source.replace(' data-block-key="a"', "") == kept


def test_text_of_a_whole_book_is_refused():
    block = TextBlockOfLesson(features=TEXT)

    with pytest.raises(ValidationError):
        block.clean(from_editor(draft("x" * 100_001)))


# Wagtail leaves the file of a fresh rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_image_has_its_description_and_waits_until_it_is_near(site, client):
    image = Image.objects.create(title="Flag", file=get_test_image_file(size=(1200, 800)))

    article = shown(client, "image", {"image": image.pk, "alt": "The flag", "caption": "State symbol"})

    assert (article.img["alt"], article.img["loading"]) == ("The flag", "lazy")
    gc.collect()
    assert words(article.figcaption) == "State symbol"
    assert [part.strip().split(" ")[1] for part in article.img["srcset"].split(",")] == ["360w", "720w", "1080w"]


def test_image_without_description_is_refused(site):
    image = Image.objects.create(title="Flag", file=get_test_image_file())

    with pytest.raises(StructBlockValidationError) as refused:
        ImageBlock().clean(ImageBlock().to_python({"image": image.pk, "alt": "", "caption": ""}))

    assert list(refused.value.block_errors) == ["alt"]


def test_audio_loads_when_asked_for_and_has_its_transcript(site, client):
    file = make_document("salam.mp3")

    article = shown(client, "audio", {"title": "Dialogue", "file": file.pk, "transcript": "<p>Salam!</p>"})

    assert (article.audio["preload"], article.audio["src"]) == ("none", file.file.url)
    assert "2.0 KB" in words(article.select_one(".audio")).replace("\xa0", " ")
    assert words(article.select_one("details .flow > p")) == "Salam!"


def test_lesson_says_nothing_of_files_that_an_author_deleted(site, client):
    image = Image.objects.create(title="Flag", file=get_test_image_file())
    file = make_document("salam.mp3")
    blocks = [
        ("image", {"image": image.pk, "alt": "The flag", "caption": "State symbol"}),
        ("download", {"title": "Word list", "file": file.pk}),
        ("audio", {"title": "Dialogue", "file": file.pk, "transcript": "<p>Salam!</p>"}),
    ]
    page = make_lesson_page(make_course_page(language="en"), blocks=blocks)
    image.delete(), file.delete()

    article = read(client.get(f"/en/courses/{page.get_parent().slug}/{page.slug}/")).article

    assert article.select("figure, img, audio, .file") == []
    assert words(article.section) == "Dialogue Salam!"


def test_audio_of_another_kind_of_file_is_refused(site):
    value = AudioBlock().to_python({"title": "t", "file": make_document("a.pdf").pk, "transcript": "<p>x</p>"})

    with pytest.raises(ValidationError):
        AudioBlock().clean(value)


def test_video_asks_nothing_of_its_site_before_it_is_played(site, client):
    address = "https://www.youtube.com/watch?v=abcdefghijk"

    article = shown(client, "video", {"title": "A walk", "address": address, "minutes": "4 min", "transcript": ""})

    link = article.select_one("a.embed")
    loaded = [each for each in article.find_all(True) if "src" in each.attrs or each.name in ("iframe", "link")]
    assert loaded == []
    assert (link["href"], link["data-embed"]) == (
        address,
        "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1&rel=0",
    )


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("https://youtu.be/abcdefghijk", "YouTube"),
        ("https://m.youtube.com/watch?t=4&v=abcdefghijk", "YouTube"),
        ("https://vimeo.com/123456789", "Vimeo"),
    ],
)
def test_video_knows_its_sites(address, provider):
    assert video.film(address).provider == provider


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/watch?v=abcdefghijk",
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com.example.org/watch?v=abcdefghijk",
        "javascript:alert(1)//youtu.be/abcdefghijk",
        'https://youtu.be/abc"onload=x',
        "",
    ],
)
def test_video_of_any_other_address_is_refused(address):
    with pytest.raises(ValidationError):
        video.known(address)


def test_vocabulary_is_a_table_whose_words_are_azerbaijani(site, client):
    row = {"term": "salam", "say": "sah-LAHM", "meaning": "hello", "example": "Salam, Leyla!"}

    article = shown(client, "vocabulary", {"caption": "First words", "rows": [row]})

    assert words(article.caption) == "First words"
    assert [each.get("lang") for each in (article.select_one("tbody th span"), article.select("tbody td")[1])] == [
        "az",
        "az",
    ]


def test_vocabulary_without_examples_has_no_empty_column(site, client):
    row = {"term": "salam", "say": "", "meaning": "hello", "example": ""}

    article = shown(client, "vocabulary", {"caption": "Words", "rows": [row]})

    assert [words(each) for each in article.select("thead th")] == ["Word", "Meaning"]


@pytest.mark.parametrize(
    ("kind", "heading"), [("tip", "Good to know"), ("law", "What the law says"), ("remember", "Remember")]
)
def test_callout_names_its_kind_and_source(site, client, kind, heading):
    article = shown(client, "callout", {"kind": kind, "text": "<p>Ask.</p>", "source": "Article 76"})

    assert words(article.select_one(".callout")) == f"{heading} Ask. Source: Article 76"


def test_download_says_what_and_how_large(site, client):
    file = make_document("list.pdf")

    article = shown(client, "download", {"title": "Word list", "file": file.pk})

    assert words(article.select_one(".file")).replace("\xa0", " ") == "Word list PDF, 2.0 KB"


CHECK = {
    "question": "How do you greet?",
    "options": [{"text": "Salam", "correct": True}, {"text": "Sağ ol", "correct": False}],
    "explanation": "Salam is hello.",
}


def test_check_answers_without_javascript(site, client):
    article = shown(client, "check", CHECK)

    answers = [words(each) for each in article.select(".check details")]
    assert answers == ["Salam Right. Salam is hello.", "Sağ ol Not this one. Try another answer."]


def test_check_without_a_right_answer_is_refused():
    options = [{"text": "a", "correct": False}, {"text": "b", "correct": False}]

    with pytest.raises(ValidationError):
        CheckBlock().clean(CheckBlock().to_python(CHECK | {"options": options}))
