import hashlib
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from lms.pdf.faces import FAMILIES, FOLDER, TABLES, face, undrawable
from lms.pdf.fonts import build


@pytest.mark.parametrize(
    "name",
    [
        "Əliyeva Günəş",
        "Мария Щербакова",
        "محمد رضا حسینی",
        "გიორგი ᲒᲘᲝᲠᲒᲘ",
        "Nguyễn Thị Ánh",
        "Қайрат Әбдіғали Ўғлон Ҳамроқул",
        "Ґалаґан Їжакевич Ёлкин",
        "Oʻgʻil Gʼulom",
        "Արամ Խաչատրյան",
        "שָׁלוֹם",
        "Ђорђевић Љиљана",
        "Ελένη Παπαδοπούλου",
        "ئۇيغۇر گۈلنار پەھلىۋان",
        "ڈاکٹر عبدالله ھاشمی",
        "Þórður Łukasz Őri Šķēle",
    ],
)
def test_undrawable_is_empty_for_the_scripts_we_carry(name):
    assert undrawable(name) == []


def test_undrawable_lists_each_missing_character_once_in_order():
    assert undrawable("Li 李 明 李 😀 สม 한 é") == ["李", "明", "😀", "ส", "ม", "한"]


def test_undrawable_lists_a_mark_that_the_face_of_its_letter_has_not():
    assert undrawable("a\u064e") == ["\u064e"]


@pytest.mark.parametrize("family", FAMILIES)
def test_both_weights_of_a_family_have_the_same_characters(family):
    assert face(family, bold=True).characters == face(family, bold=False).characters


@pytest.mark.parametrize("family", FAMILIES)
def test_every_face_says_who_made_it_and_under_which_licence(family):
    with TTFont(FOLDER / f"{family}-Regular.ttf") as font:
        assert font["name"].getDebugName(0).startswith("Copyright")
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_face_is_cut_to_the_glyphs_and_what_they_are_made_of():
    noto = face("NotoSans", bold=False)
    wanted = [noto.shaper.get_nominal_glyph(ord(letter)) for letter in "Əé"]
    program, numbers = noto.cut(wanted)
    with TTFont(BytesIO(program)) as font:
        assert set(font.reader.keys()) == TABLES
        widths = [font["hmtx"][font.getGlyphName(number)][0] for number in numbers]
    assert widths == [noto.advances[glyph] for glyph in wanted]


def test_all_faces_together_stay_small():
    files = sorted(FOLDER.glob("*.ttf"))
    assert [file.stem for file in files] == sorted(build.FACES)
    assert sum(file.stat().st_size for file in files) < 600_000


def test_recipe_refuses_a_source_it_was_not_written_for(tmp_path, capsys):
    (tmp_path / "NotoSans-Regular.ttf").write_bytes(b"another file")
    assert build.main(tmp_path) == 1
    assert hashlib.sha256(b"another file").hexdigest() in capsys.readouterr().err
