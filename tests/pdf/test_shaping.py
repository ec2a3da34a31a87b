import pytest

from lms.pdf.exceptions import CharactersNotDrawable
from lms.pdf.shaping import shape


def drawn(line: str) -> list[tuple[str, str]]:
    """Face and text of each run, from left to right."""
    return [(run.face.file_name, "".join(glyph.text for glyph in run.glyphs)) for run in shape(line).runs]


def test_shape_keeps_one_run_where_one_face_is_enough():
    assert drawn("Əliyeva Günəş, 12") == [("NotoSans-Regular", "Əliyeva Günəş, 12")]


def test_shape_draws_arabic_joined_and_from_the_right():
    (run,) = shape("محمد").runs
    assert "".join(glyph.text for glyph in run.glyphs) == "دمحم"
    alone = {letter: shape(letter).runs[0].glyphs[0].number for letter in "محمد"}
    assert [glyph.number == alone[glyph.text] for glyph in run.glyphs] == [False] * 4


def test_shape_gives_every_arabic_letter_a_glyph_of_its_own():
    texts = [glyph.text for run in shape("عبدالله سلام").runs for glyph in run.glyphs]
    assert texts == list(reversed("عبدالله سلام"))


def test_shape_leaves_latin_letters_apart():
    assert [glyph.text for glyph in shape("fi ffl").runs[0].glyphs] == list("fi ffl")


def test_shape_orders_a_mixed_line():
    assert drawn("Qulu علی X") == [
        ("NotoSans-Regular", "Qulu "),
        ("NotoNaskhArabic-Regular", "یلع"),
        ("NotoNaskhArabic-Regular", " "),
        ("NotoSans-Regular", "X"),
    ]


def test_shape_mirrors_brackets_in_a_line_from_the_right():
    brackets = shape("(الف)").runs
    latin = {glyph.text: glyph.number for glyph in shape("()").runs[0].glyphs}
    assert [brackets[0].glyphs[0].text, brackets[0].glyphs[0].number] == [")", latin["("]]
    assert [brackets[-1].glyphs[0].text, brackets[-1].glyphs[0].number] == ["(", latin[")"]]


def test_shape_joins_persian_differently_with_and_without_a_joiner():
    with_joiner = [glyph.number for glyph in shape("می\u200cخواهم").runs[0].glyphs if glyph.advance]
    without = [glyph.number for glyph in shape("میخواهم").runs[0].glyphs]
    assert (len(with_joiner), with_joiner == without) == (len(without), False)


def test_shape_places_a_mark_on_its_letter():
    letter, mark = shape("q\u0307").runs[0].glyphs
    assert (mark.advance, mark.dx < 0, shape("q\u0307").width) == (0, True, letter.advance)


def test_shape_raises_with_every_missing_character():
    with pytest.raises(CharactersNotDrawable) as refused:
        shape("Li 李明")
    assert refused.value.characters == ["李", "明"]
    assert str(refused.value) == "李 (U+674E), 明 (U+660E)"


def test_shape_of_nothing_is_empty():
    assert (shape("").runs, shape("").width) == ((), 0)
