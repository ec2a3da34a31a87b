import pytest
from django.core.exceptions import ValidationError

from courses.exceptions import InvalidResponse
from courses.item_types import kind_of
from tests.factories.courses import SPECS

A, B = {"id": "a", "correct": True}, {"id": "b"}


@pytest.mark.parametrize(
    ("item_type", "spec"),
    [
        ("single_choice", None),
        ("single_choice", {}),
        ("single_choice", {"options": [A]}),
        ("single_choice", {"options": [A, A]}),
        ("single_choice", {"options": [A, B | {"correct": True}]}),
        ("single_choice", {"options": [{"id": "a"}, B]}),
        ("single_choice", {"options": [A, {"id": "<b>"}]}),
        ("single_choice", {"options": [A, {"id": 2}]}),
        ("single_choice", {"options": [A, "b"]}),
        ("multiple_choice", {"options": [{"id": "a"}, B]}),
        ("multiple_choice", {"options": [{"id": f"x{n}", "correct": True} for n in range(21)]}),
        ("true_false", {"options": [A, B]}),
        ("short_answer", {"accepted": []}),
        ("short_answer", {"accepted": [" "]}),
        ("short_answer", {"accepted": ["x" * 201]}),
        ("short_answer", {"accepted": "x"}),
    ],
)
def test_spec_that_cannot_be_asked_is_refused(item_type, spec):
    with pytest.raises(ValidationError):
        kind_of(item_type).validated(spec)


def test_spec_keeps_nothing_but_ids_and_key():
    spec = {"options": [A | {"note": "KEY"}, B], "hint": "KEY"}
    assert kind_of("single_choice").validated(spec) == {
        "options": [{"id": "a", "correct": True}, {"id": "b", "correct": False}]
    }


@pytest.mark.parametrize(
    ("item_type", "value"),
    [
        ("single_choice", {"options": ["a", "b"]}),
        ("single_choice", {"options": ["z"]}),
        ("single_choice", {"options": [["a"]]}),
        ("single_choice", {"options": "a"}),
        ("single_choice", {"options": ["a"], "score": 1}),
        ("multiple_choice", {"options": ["a", "a"]}),
        ("multiple_choice", {"options": ["a"] * 1000}),
        ("true_false", {"options": [True]}),
        ("short_answer", {"text": "x" * 201}),
        ("short_answer", {"text": "a\0b"}),
        ("short_answer", {"text": "\ud800"}),
        ("short_answer", {"text": 7}),
        ("short_answer", ["x"]),
    ],
)
def test_response_that_is_no_answer_is_refused(item_type, value):
    kind = kind_of(item_type)
    with pytest.raises(InvalidResponse):
        kind.clean(kind.validated(SPECS[item_type]), value)


def test_response_of_a_text_is_tidied():
    kind = kind_of("short_answer")
    assert kind.clean({}, {"text": " sag\u0306 \u202e ol\u200b\n"[:-1]}) == {"text": "sağ ol"}


@pytest.mark.parametrize("tokens", [["0"], ["4"], ["-1"], ["01"], ["a"], ["٣"], [1], ["1" * 50]])
def test_wire_value_names_a_place_that_exists(tokens):
    with pytest.raises(InvalidResponse):
        kind_of("single_choice").from_wire({"options": tokens}, ["c", "a", "b"])


def test_wire_value_and_back():
    kind, order = kind_of("multiple_choice"), ["c", "a", "d", "b"]
    value = kind.from_wire({"options": ["2", "4"]}, order)
    assert value == {"options": ["a", "b"]}
    assert kind.to_wire(value, order) == {"options": ["2", "4"]}


def test_payload_is_built_without_the_spec():
    payload = kind_of("single_choice").payload({"a": "Baku", "b": "Ganja"}, ["b", "a"])
    assert payload == {"options": [{"token": "1", "text": "Ganja"}, {"token": "2", "text": "Baku"}]}
