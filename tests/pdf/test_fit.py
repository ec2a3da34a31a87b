import pytest

from lms.pdf.exceptions import DoesNotFit
from lms.pdf.fit import fit_line, fit_paragraph, fit_stack, fit_texts, wrap

SIXTY = "Abdurrahmanmuhammadjonabdurrahmanmuhammadjonabdurrahmanmuham"
PLACE = {"width": 660, "largest": 28, "smallest": 14, "bold": True}


def test_fit_line_takes_the_largest_size_for_a_short_name():
    fitted = fit_line("Əliyeva Günəş", **PLACE)
    assert ([line.text for line in fitted.lines], fitted.size) == (["Əliyeva Günəş"], 28)


def test_fit_line_shrinks_a_long_name_in_half_points():
    fitted = fit_line(SIXTY, **PLACE)
    assert (len(fitted.lines), fitted.size) == (1, 16.0)
    assert fitted.lines[0].width_at(16.0) <= 660 < fitted.lines[0].width_at(16.5)


def test_fit_line_breaks_into_two_lines_when_one_would_be_too_small():
    fitted = fit_line(f"{SIXTY[:30]} {SIXTY[:25]} {SIXTY[:28]} {SIXTY[:20]}", **PLACE)
    assert [len(line.text) for line in fitted.lines] == [56, 49]
    assert fitted.size >= 14


def test_fit_line_refuses_what_does_not_fit_two_lines():
    with pytest.raises(DoesNotFit) as refused:
        fit_line("W" * 120, **PLACE)
    assert refused.value.text == "W" * 120


def test_fit_line_takes_an_empty_text():
    assert fit_line("", **PLACE).size == 28


def test_wrap_makes_lines_of_like_length():
    lines = wrap("bir iki üç dörd beş altı yeddi", width=120, size=10)
    assert [line.text for line in lines] == ["bir iki üç dörd", "beş altı yeddi"]


def test_wrap_never_breaks_a_word():
    assert [line.text for line in wrap(f"a {SIXTY} b", width=100, size=10)] == ["a", SIXTY, "b"]


def test_fit_paragraph_shrinks_until_the_lines_are_few_enough():
    text = "bir iki üç dörd beş altı yeddi səkkiz doqquz on"
    fitted = fit_paragraph(text, width=120, largest=12, smallest=6, lines=2)
    assert (len(fitted.lines), " ".join(line.text for line in fitted.lines)) == (2, text)
    assert (fitted.size < 12, len(wrap(text, width=120, size=fitted.size + 0.5))) == (True, 3)


def test_fit_paragraph_refuses_a_word_wider_than_its_place():
    with pytest.raises(DoesNotFit):
        fit_paragraph(SIXTY, width=100, largest=12, smallest=8, lines=3)


def test_fit_stack_gives_all_texts_one_size_and_stays_within_the_height():
    stack = fit_stack(["bir iki üç dörd", "beş"], width=36, height=20, leading=1.4, largest=9, smallest=4)
    lines = [line.text for fitted in stack for line in fitted.lines]
    assert (lines, {fitted.size for fitted in stack}) == (["bir iki", "üç dörd", "beş"], {7.0})


def test_fit_stack_refuses_more_than_its_place_holds():
    with pytest.raises(DoesNotFit):
        fit_stack(["bir"] * 9, width=60, height=20, leading=1.4, largest=9, smallest=4)


def test_fit_texts_refuses_where_no_size_is_allowed():
    with pytest.raises(DoesNotFit):
        fit_texts(("bir",), width=60, height=20, leading=1.3, largest=5, smallest=6, lines=1)
