"""Whatever is typed: it is drawn and can be copied back, or refused with a reason. Never lost, never a crash."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.pdf.cleaning import clean_line
from lms.pdf.document import Document
from lms.pdf.exceptions import CannotDraw, CharactersNotDrawable
from lms.pdf.faces import FAMILIES, face, undrawable
from lms.pdf.shaping import shape
from tests.conftest import NOW

OURS = sorted({code for family in FAMILIES for code in face(family, bold=False).characters if code > 0x1F})
anything = st.text(max_size=40)
our_letters = st.text(st.sampled_from([chr(code) for code in OURS]), max_size=40)
steady = settings(max_examples=150, deadline=None, derandomize=True, database=None)


@steady
@given(st.one_of(anything, our_letters))
def test_clean_line_is_clean_the_second_time(text):
    try:
        line = clean_line(text)
    except CannotDraw:
        return
    assert clean_line(line) == line


@steady
@given(st.one_of(anything, our_letters))
def test_shape_loses_no_character_and_refuses_exactly_what_undrawable_lists(text):
    try:
        line = clean_line(text)
    except CannotDraw:
        return
    missing = undrawable(line)
    if missing:
        with pytest.raises(CharactersNotDrawable) as refused:
            shape(line)
        assert refused.value.characters == missing
    else:
        drawn = "".join(glyph.text for run in shape(line).runs for glyph in run.glyphs)
        assert sorted(drawn) == sorted(line)


@steady
@given(our_letters)
def test_shape_never_draws_the_box_of_a_missing_glyph(text):
    try:
        shaped = shape(clean_line(text))
    except CannotDraw:
        return
    assert [glyph for run in shaped.runs for glyph in run.glyphs if glyph.number == 0] == []


@steady
@given(our_letters)
def test_document_of_any_drawable_line_is_finished(text):
    try:
        line = shape(clean_line(text), bold=True)
    except CannotDraw:
        return
    document = Document(title=text, author=text, language="az", moment=NOW)
    page = document.page(width=400, height=300)
    with page.tagged("P"):
        page.text(line, 10, 10, size=12)
    assert document.to_bytes().endswith(b"%%EOF\n")
