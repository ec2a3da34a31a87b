import pytest

from lms.jobs import each_in_turn


def test_each_in_turn_says_how_many_were_done():
    seen = []
    assert each_in_turn([lambda: seen.append(1), lambda: seen.append(2)]) == 2
    assert seen == [1, 2]


def test_each_in_turn_does_the_rest_and_then_raises_the_first_failure():
    seen = []
    with pytest.raises(ZeroDivisionError):
        each_in_turn([lambda: 1 // 0, lambda: {}["x"], lambda: seen.append("rest")])
    assert seen == ["rest"]
