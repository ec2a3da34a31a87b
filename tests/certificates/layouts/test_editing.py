"""Changes of a drawing: each gives a new one and leaves the old as it was."""

from copy import deepcopy

import pytest

from certificates.layouts import SHIPPED, editing


def drawing(*ids: str) -> dict:
    boxes = [{"id": each, "type": "line", "x": 1, "y": 2, "width": 3, "height": 0} for each in ids]
    return editing.blank() | {"pages": [{"landscape": True, "elements": boxes}]}


def order(spec: dict) -> list[str]:
    return [element["id"] for element in spec["pages"][0]["elements"]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda spec: editing.added(spec, page=0, element={"type": "line"}), ["a", "e1", "c", "e2"]),
        (lambda spec: editing.doubled(spec, "e1"), ["a", "e1", "e2", "c"]),
        (lambda spec: editing.removed(spec, "e1"), ["a", "c"]),
        (lambda spec: editing.moved(spec, "a", 1), ["e1", "a", "c"]),
        (lambda spec: editing.moved(spec, "a", -1), ["a", "e1", "c"]),
        (lambda spec: editing.moved(spec, "a", 9), ["e1", "c", "a"]),
        (lambda spec: editing.removed(spec, "gone"), ["a", "e1", "c"]),
    ],
)
def test_change_gives_a_new_drawing_and_leaves_the_old(change, expected):
    before = drawing("a", "e1", "c")
    kept = deepcopy(before)
    assert (order(change(before)), before) == (expected, kept)


def test_copy_stands_a_little_aside():
    copy = editing.doubled(drawing("a"), "a")["pages"][0]["elements"][1]
    assert (copy["x"], copy["y"], copy["width"]) == (5, 6, 3)


def test_last_page_stays():
    spec = editing.with_page(drawing("a"), landscape=False)
    assert [len(editing.without_page(spec, 0)["pages"]), len(editing.without_page(drawing("a"), 0)["pages"])] == [1, 1]


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"pages": []},
        {"pages": "x"},
        [],
        {"pages": [1]},
        {"pages": [{}]},
        {"pages": [{"elements": [1]}]},
        drawing("a", "a"),
        {"pages": [{"elements": [{"id": "a", "type": "film", "x": 0, "y": 0, "width": 1, "height": 1}]}]},
        {"pages": [{"elements": [{"id": "a", "type": "line", "x": float("nan"), "y": 0, "width": 1, "height": 1}]}]},
        {"pages": [{"elements": [{"id": "a", "type": "line", "x": "0", "y": 0, "width": 1, "height": 1}]}]},
        {"pages": [{"elements": [{"id": "a", "type": "line", "x": 5000, "y": 0, "width": 1, "height": 1}]}]},
    ],
)
def test_what_cannot_be_read_as_a_drawing_is_not_well_formed(spec):
    assert editing.well_formed(spec) is False


def test_drawing_has_an_end():
    many = drawing(*(f"x{n}" for n in range(editing.MOST_ELEMENTS + 1)))
    pages = drawing() | {"pages": [editing.page()] * (editing.MOST_PAGES + 1)}
    assert [editing.too_large(drawing("a")), editing.too_large(many), editing.too_large(pages)] == [False, True, True]


LINE = {"id": "a", "type": "line", "x": 1, "y": 2, "width": 3, "height": 0}
TEXT = {**LINE, "type": "text"}


@pytest.mark.parametrize(
    "element",
    [
        {**LINE, "id": ["a"]},
        {**LINE, "type": ["line"]},
        {**LINE, "colour": "#fff"},
        {**LINE, "thickness": "thin"},
        {**LINE, "thickness": float("inf")},
        {**LINE, "star": 1},
        {**TEXT, "largest": 1e9},
        {**TEXT, "largest": -1},
        {**TEXT, "text": "Ad"},
        {**TEXT, "text": {"az": 1}},
        {**TEXT, "tag": "P <</MCID 0>> BDC"},
        {**LINE, "type": "facts", "fields": [{}]},
        {**LINE, "type": "image", "asset": {"a": 1}},
    ],
)
def test_element_that_says_what_its_type_cannot_say_is_not_well_formed(element):
    assert editing.well_formed({"pages": [{"elements": [element]}]}) is False


@pytest.mark.parametrize("kind", SHIPPED)
def test_templates_that_ship_are_well_formed(kind):
    assert editing.well_formed(SHIPPED[kind].spec) is True
