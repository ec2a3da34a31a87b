import pytest

from lms.pdf.cleaning import clean_line
from lms.pdf.exceptions import CannotDraw, CharactersRefused, MarksMisplaced, TextTooLong


def test_clean_line_composes_letters_and_marks():
    assert clean_line("Nguye\u0302\u0303n") == "Nguyễn"


def test_clean_line_composes_across_a_dropped_soft_hyphen():
    assert clean_line("Gu\u00ad\u0308n\u0259s\u0327") == "Günəş"


@pytest.mark.parametrize("invisible", ["\u202e", "\ufeff", "\u00ad", "\u200b", "\u2066", "\u061c"])
def test_clean_line_drops_invisible_characters(invisible):
    assert clean_line(f"Ali{invisible}yeva") == "Aliyeva"


def test_clean_line_keeps_the_joiners_that_are_spelling():
    assert clean_line("می\u200cخواهم") == "می\u200cخواهم"


def test_clean_line_makes_any_white_space_one_space():
    assert clean_line(" \u00a0Əliyeva \t\n\u3000 Günəş\u2028") == "Əliyeva Günəş"


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x1b", "\x85", "\ue000", "\U0010fffd", "\u0378", "\ud800", "\uffff"]
)
def test_clean_line_refuses_what_nobody_can_read_and_names_it(character):
    with pytest.raises(CharactersRefused) as refused:
        clean_line(f"A{character}b{character}")
    assert refused.value.characters == [character]
    assert str(refused.value) == f"U+{ord(character):04X}"


def test_clean_line_allows_two_marks_on_a_letter():
    assert clean_line("مُحَمَّد") == "مُحَمَّد"


def test_clean_line_refuses_a_third_mark_on_a_letter():
    with pytest.raises(MarksMisplaced) as refused:
        clean_line("q\u0307\u0323\u0331")
    assert refused.value.characters == ["\u0307"]  # NFC sorts the marks below a letter before those above it


@pytest.mark.parametrize("text", ["\u0301Ali", "Ali \u0301", "Ali\u00a0\u0301"])
def test_clean_line_refuses_a_mark_on_nothing(text):
    with pytest.raises(MarksMisplaced) as refused:
        clean_line(text)
    assert refused.value.characters == ["\u0301"]


def test_clean_line_counts_marks_through_a_joiner():
    with pytest.raises(MarksMisplaced):
        clean_line("q\u0307\u0323\u200d\u0331\u0332")


def test_clean_line_takes_120_characters_and_refuses_121():
    assert clean_line("a" * 120) == "a" * 120
    with pytest.raises(TextTooLong) as refused:
        clean_line("a" * 121)
    assert (refused.value.length, refused.value.limit) == (121, 120)


def test_clean_line_changes_nothing_the_second_time():
    text = clean_line("  Mər\u00adyəm\u00a0 bint e\u0301 ")
    assert clean_line(text) == text == "Məryəm bint é"


def test_clean_line_leaves_an_empty_text():
    assert clean_line(" \u200b ") == ""


@pytest.mark.parametrize("text", ["<img src=/etc/passwd>", "A & B <b>x", "O'Neil", "Al-Hasan ibn ‘Ali", "X"])
def test_clean_line_takes_marks_of_other_languages_literally(text):
    assert clean_line(text) == text


def test_every_refusal_is_one_kind():
    assert all(issubclass(kind, CannotDraw) for kind in (CharactersRefused, MarksMisplaced, TextTooLong))
