from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain import scoring
from courses.enums import ItemType
from courses.item_types import kind_of
from tests.factories.courses import RIGHT, SPECS, WRONG

ids = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=8, unique=True)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["options", "text", "x"]), inner),
    max_leaves=8,
)


@st.composite
def choices(draw):
    """A multiple choice spec and some chosen ids."""
    options = draw(ids)
    correct = draw(st.sets(st.sampled_from(options), min_size=1))
    chosen = draw(st.sets(st.sampled_from(options)))
    return {"options": [{"id": each, "correct": each in correct} for each in options]}, sorted(chosen)


def score(item_type, spec, value, points=1):
    return scoring.score(item_type, spec, value, points=points)


@pytest.mark.parametrize("item_type", ItemType.values)
def test_score_of_right_and_wrong_answers(item_type):
    spec = kind_of(item_type).validated(SPECS[item_type])
    assert score(item_type, spec, RIGHT[item_type], 3) == Decimal("3.00")
    assert score(item_type, spec, WRONG[item_type], 3) == Decimal("0.00")
    assert score(item_type, spec, None, 3) == Decimal("0.00")


@pytest.mark.parametrize("item_type", ItemType.values)
def test_score_of_the_right_answer_of_a_spec_is_full(item_type):
    kind = kind_of(item_type)
    spec = kind.validated(SPECS[item_type])
    assert score(item_type, spec, kind.right_answer(spec), 2) == Decimal("2.00")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["a", "b"], "1.00"),
        (["a"], "0.50"),
        (["a", "c"], "0.00"),
        (["a", "b", "c"], "0.50"),
        (["a", "b", "c", "d"], "0.00"),
        ([], "0.00"),
        (["c", "d"], "0.00"),
    ],
)
def test_multiple_choice_takes_wrong_choices_off_and_never_goes_below_nothing(chosen, expected):
    spec = kind_of("multiple_choice").validated(SPECS["multiple_choice"])
    assert score("multiple_choice", spec, {"options": chosen}) == Decimal(expected)


def test_two_options_for_a_single_choice_earn_nothing():
    spec = kind_of("single_choice").validated(SPECS["single_choice"])
    assert score("single_choice", spec, {"options": ["a", "b"]}) == Decimal("0.00")


@pytest.mark.parametrize(
    ("accepted", "given", "exact", "right"),
    [
        ("sağ ol", "Sağ ol!", False, True),
        ("sağ ol", "  SAĞ   OL ", False, True),
        ("sağ ol", "sag ol", False, True),
        ("sağ ol", "sag ol", True, False),
        ("İsmayıl", "ismayıl", True, True),
        ("İsmayıl", "ISMAYIL", False, True),
        ("Bakı", "BAKI", True, True),
        ("Integration", "integration", True, True),
        ("Баку", "баку.", True, True),
        ("é", "e\u0301", True, True),
        ("1918", "1919", False, False),
        ("+", "-", False, False),
        ("sağ ol", "", False, False),
        ("sağ ol", "…", False, False),
    ],
)
def test_short_answer_compares_by_azerbaijani_rules(accepted, given, exact, right):
    spec = kind_of("short_answer").validated({"accepted": [accepted], "exact": exact})
    assert score("short_answer", spec, {"text": given}) == Decimal(right)


@given(choices(), st.integers(0, 100))
def test_score_is_between_nothing_and_all_points(choice, points):
    spec, chosen = choice
    assert 0 <= score("multiple_choice", spec, {"options": chosen}, points) <= points


@given(choices(), st.randoms())
def test_score_does_not_look_at_any_order(choice, rng):
    spec, chosen = choice
    shuffled = {"options": rng.sample(spec["options"], len(spec["options"]))}
    turned = rng.sample(chosen, len(chosen))
    assert score("multiple_choice", spec, {"options": chosen}, 7) == score(
        "multiple_choice", shuffled, {"options": turned}, 7
    )


@given(choices())
def test_one_more_right_choice_never_costs(choice):
    spec, chosen = choice
    before = score("multiple_choice", spec, {"options": chosen})
    for option in spec["options"]:
        if option["correct"] and option["id"] not in chosen:
            assert score("multiple_choice", spec, {"options": [*chosen, option["id"]]}) >= before


@pytest.mark.parametrize("item_type", ItemType.values)
@given(value=json_values)
def test_score_of_anything_malformed_is_a_number_in_range(item_type, value):
    spec = kind_of(item_type).validated(SPECS[item_type])
    assert 0 <= score(item_type, spec, value, 5) <= 5


@given(st.text(max_size=200))
def test_short_answer_scores_the_same_twice(text):
    spec = {"accepted": ["sağ ol"], "exact": False}
    assert score("short_answer", spec, {"text": text}) == score("short_answer", spec, {"text": text})


def test_mean_of_nothing_is_nothing():
    assert scoring.mean([]) is None


def test_mean_rounds_half_up():
    assert scoring.mean([Decimal("33.33"), Decimal("66.66")]) == Decimal("50.00")
