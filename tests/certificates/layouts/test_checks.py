"""What is refused at publish, and that the sentence stands at the element it is about."""

from copy import deepcopy
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import translation
from PIL import Image

from certificates import layouts
from certificates.layouts import SHIPPED, checks, editing
from certificates.layouts.pictures import picture
from tests.certificates.layouts.samples import SITE, SNAPSHOT
from tests.pdf.tools import texts

CODE = {"type": "qr", "x": 200, "y": 150, "width": 48, "height": 37, "side": 24.7}
NUMBER = {"type": "text", "x": 30, "y": 160, "width": 80, "height": 8, "text": {"": "{number}"}}
NAME = {"type": "name", "x": 30, "y": 60, "width": 230, "height": 30}


def drawing(*elements: dict) -> dict:
    """Enough to be published, and these elements, named e4, e5, ..."""
    spec = editing.blank()
    for element in (NAME, NUMBER, CODE, *elements):
        spec = editing.added(spec, page=0, element=element)
    return spec


def found(spec: dict, *, pictures: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.element, each.code) for each in checks.problems(spec, site=SITE, has_picture=pictures.__contains__)]


def changed(name: str, **over) -> dict:
    spec = drawing()
    return editing.replaced(spec, name, {**editing.find(spec, name), **over})


def text(**says) -> dict:
    return {"type": "text", "x": 30, "y": 100, "width": 100, "height": 20, "lines": 2, **says}


def test_least_that_may_be_published():
    assert found(drawing()) == []


@pytest.mark.parametrize(("without", "code"), [("e1", "no_name"), ("e2", "no_number"), ("e3", "no_code")])
def test_name_number_and_code_are_never_missing(without, code):
    assert found(editing.removed(drawing(), without)) == [("", code)]


@pytest.mark.parametrize("languages", [["de"], ["az", "fr"]])
def test_languages_are_those_of_the_site(languages):
    assert found(drawing() | {"languages": languages}) == [("", "languages")]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"x": 220}, "off_page"),
        ({"x": -1}, "off_page"),
        ({"y": 205}, "off_page"),
        ({"width": 0}, "no_size"),
        ({"height": 5}, "overflow"),
        ({"width": 40}, "overflow"),
    ],
)
def test_box_that_is_off_the_page_or_too_small_is_named(over, code):
    assert found(changed("e1", **over)) == [("e1", code)]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"side": 9}, "code_small"),
        ({"side": 40}, "code_large"),
        ({"x": 271, "width": 26, "y": 150, "height": 26}, "code_edge"),
        ({"x": 20, "y": 60}, "code_covered"),
    ],
)
def test_code_that_cannot_be_scanned_is_named(over, code):
    assert found(changed("e3", **over)) == [("e3", code)]


def test_code_needs_four_modules_of_white_on_every_side():
    # 29 modules of 0.85 mm: the white ends 3.4 mm beside the code, which begins at 211.65 mm.
    beside = [{"type": "line", "x": x, "y": 150, "width": 0, "height": 20} for x in (208.0, 208.6)]
    assert [found(drawing(each)) for each in beside] == [[], [("e3", "code_covered")]]


def test_code_on_a_picture_is_refused():
    picture = {"type": "image", "asset": "known", "x": 190, "y": 140, "width": 60, "height": 50}
    assert found(drawing(picture), pictures=("known",)) == [("e3", "code_covered"), ("e4", "no_picture")]


def test_picture_whose_file_is_lost_is_named():
    picture = {"type": "image", "asset": "known", "x": 30, "y": 100, "width": 60, "height": 30}
    assert found(drawing(picture), pictures=("known",)) == [("e4", "no_picture")]


def test_code_across_the_border_of_the_page_is_refused():
    frame = {"type": "ornament", "motif": "frame", "x": 8.8, "y": 8.8, "width": 279.4, "height": 192.4}
    spec = drawing(frame)
    near = editing.replaced(spec, "e3", {**CODE, "x": 244})
    assert [found(spec), found(near)] == [[], [("e3", "code_covered")]]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (text(text={"az": "{nmae_latin}"}), "unknown_field"),
        (text(text={"az": "Hörmətli 李"}), "characters"),
        (text(text={"az": "\u0007"}), "characters"),
        (text(text={"az": "Uzun " * 100}), "overflow"),
        (text(text={"az": "{course_title}"}, lines=1, smallest=10), "overflow"),
        (
            {"type": "facts", "x": 30, "y": 100, "width": 30, "height": 12, "fields": ["hours", "cohort_dates"]},
            "overflow",
        ),
        ({"type": "facts", "x": 30, "y": 100, "width": 200, "height": 14, "fields": ["secret"]}, "unknown_field"),
        ({"type": "image", "x": 30, "y": 100, "width": 30, "height": 12}, "no_picture"),
        ({"type": "signature", "asset": "gone", "x": 30, "y": 100, "width": 30, "height": 12}, "no_picture"),
    ],
)
def test_what_cannot_be_drawn_is_named(element, code):
    assert found(drawing(element)) == [("e4", code)]


def test_sentences_say_what_to_do():
    with translation.override("en"):
        [small] = checks.problems(changed("e3", side=9), site=SITE, has_picture=bool)
        assert str(small.sentence) == "The square code is too small to be scanned. Make its side at least 11.6 mm."


def test_checking_changes_nothing():
    spec = deepcopy(SHIPPED["diploma"].spec)
    found(spec)
    assert spec == SHIPPED["diploma"].spec


@pytest.mark.parametrize("x", [95.0, 140.0, 260.0])
def test_border_too_far_inside_is_still_drawn(x):
    frame = {"type": "ornament", "motif": "frame", "x": x, "y": 5, "width": 10, "height": 10}
    assert layouts.preview(drawing(frame), SNAPSHOT).endswith(b"%%EOF\n")


def test_facts_of_nearly_one_size_are_drawn_in_two_languages():
    facts = {"type": "facts", "x": 30, "y": 100, "width": 200, "height": 20, "fields": ["completed_on"]}
    assert found(drawing({**facts, "largest": 6, "smallest": 5})) == []


def test_name_of_one_size_is_drawn_in_both_forms():
    spec = drawing({**NAME, "y": 100, "largest": 14, "smallest": 14})
    assert found(spec) == []
    assert SNAPSHOT["name_own"] in texts(layouts.render(spec, SNAPSHOT))


def test_text_whose_smallest_size_is_larger_than_its_largest_is_named():
    assert found(drawing(text(text={"az": "Uzun"}, largest=6, smallest=7))) == [("e4", "overflow")]


def test_picture_is_never_looked_for_outside_its_folder():
    storage = storages["private"]
    target = BytesIO()
    Image.new("L", (4, 4)).save(target, "PNG")
    outside = storage.save("elsewhere.png", ContentFile(target.getvalue()))
    with pytest.raises(FileNotFoundError):
        picture(f"../../{outside}")
    storage.delete(outside)
