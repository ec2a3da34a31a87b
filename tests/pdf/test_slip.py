from dataclasses import replace

import pytest

from lms.pdf.exceptions import CharactersNotDrawable
from lms.pdf.slip import Slip, draw_slips
from tests.conftest import NOW
from tests.pdf.tools import lowest, run, scanned, texts

SLIP = Slip(
    heading="Hesabınızı açmaq üçün vərəq",
    name="محمد رضا حسینی",
    fields=[("Giriş nömrəsi", "4821-7730"), ("Birdəfəlik kod", "K7QW-2M4X")],
    address="HTTPS://LMS.EXAMPLE.AZ/CLAIM/",
    address_label="Kodu oxudun və ya ünvanı yazın:",
    address_shown="lms.example.az/claim",
    code_alternative="Ünvanın QR kodu",
    instructions=["Ünvanı açın.", "Birdəfəlik kodu yazın."],
    note="Kod 7 gün qüvvədədir.",
)
ABOUT = {"title": "Vərəqlər", "author": "Bakı Tədris Mərkəzi", "language": "az", "moment": NOW}


def test_slip_shows_everything_that_has_to_be_typed():
    found = texts(draw_slips([SLIP], **ABOUT))
    expected = {SLIP.heading, SLIP.name, "4821-7730", "K7QW-2M4X", SLIP.address_shown, SLIP.note, ABOUT["author"]}
    assert expected - set(found) == set()


def test_slip_is_scanned_from_print():
    assert scanned(draw_slips([SLIP], **ABOUT), dpi=150) == SLIP.address


def test_slips_are_pages_in_order():
    other = replace(SLIP, name="Мария Щербакова")
    pdf = draw_slips([SLIP, other], **ABOUT)
    names = [line for line in texts(pdf) if line in {SLIP.name, other.name}]
    assert (names, "Pages:           2" in run("pdfinfo", "FILE", pdf=pdf)) == ([SLIP.name, other.name], True)


def test_slip_refuses_a_name_it_cannot_draw():
    with pytest.raises(CharactersNotDrawable):
        draw_slips([replace(SLIP, name="李明")], **ABOUT)


def test_slip_keeps_a_long_name_and_long_instructions_on_the_page():
    long = replace(SLIP, name="Abdurrahman " * 9 + "Ali", instructions=["Ünvanı telefonunuzda açın. " * 4] * 4)
    pdf = draw_slips([long], **ABOUT)
    assert (texts(pdf)[-1], lowest(pdf) > 30) == (SLIP.note, True)
