from lms.pdf.bidi import is_right_to_left, levels, visual_order


def test_levels_of_a_line_without_right_to_left_letters_are_zero():
    assert levels("Əliyeva 12 (გ)") == [0] * 14


def test_levels_put_digits_inside_a_persian_line_left_to_right():
    assert levels("رضا 12") == [1, 1, 1, 1, 2, 2]


def test_levels_keep_the_joiners_at_the_level_of_the_letter_before():
    assert levels("می\u200cخو") == [1] * 5
    assert levels("Ali می\u200cخو") == [0, 0, 0, 0, 1, 1, 1, 1, 1]


def test_levels_of_mixed_names_follow_the_first_strong_letter():
    assert levels("Qulu علی X") == [0, 0, 0, 0, 0, 1, 1, 1, 0, 0]
    assert levels("علی Qulu") == [1, 1, 1, 1, 2, 2, 2, 2]


def test_visual_order_reverses_from_the_highest_level_down():
    assert visual_order([0, 1, 2, 1, 0]) == [0, 3, 2, 1, 4]
    assert visual_order([1, 2, 2, 1]) == [3, 1, 2, 0]
    assert visual_order([]) == []


def test_is_right_to_left_sees_one_letter_among_many():
    assert is_right_to_left("abc ש def") is True
    assert is_right_to_left("Мария გიორგი") is False
