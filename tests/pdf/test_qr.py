import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.pdf.document import Document
from lms.pdf.qr import ALPHANUMERIC, qr_modules, qr_modules_after, qr_operators, quiet_zone
from tests.conftest import NOW
from tests.pdf.tools import scanned

ADDRESS = "HTTPS://LMS.EXAMPLE.AZ/V/K7QW2M4XZ6P3T5VA"


def test_qr_of_an_address_in_capitals_is_29_modules_wide():
    assert {len(row) for row in qr_modules(ADDRESS)} == {29}


def test_qr_of_the_same_address_in_small_letters_needs_more_room_for_the_same_safety():
    assert len(qr_modules(ADDRESS.lower() + "?lang=az&from=paper")) > 29


def test_qr_is_read_by_a_scanner_at_the_size_of_half_a_millimetre_a_module():
    page_side = 29 * 1.42 + 40
    document = Document(title="QR", author="", language="az", moment=NOW)
    page = document.page(width=page_side, height=page_side)
    with page.tagged("Figure", alternative="QR"):
        page.draw(qr_operators(qr_modules(ADDRESS), x=20, y=20, side=29 * 1.42))
    assert scanned(document.to_bytes(), dpi=150) == ADDRESS


def test_qr_operators_draw_runs_and_not_single_modules():
    operators = qr_operators(qr_modules(ADDRESS), x=0, y=0, side=29)
    dark = sum(sum(row) for row in qr_modules(ADDRESS))
    assert operators.count(" re") < dark / 1.7
    assert sum(int(line.split()[2]) for line in operators.splitlines() if line.endswith(" re")) == dark


def test_quiet_zone_is_four_modules():
    assert quiet_zone(qr_modules(ADDRESS), side=29 * 2) == 8


@pytest.mark.parametrize(
    "head", ["HTTPS://LMS.EXAMPLE.AZ/V/", "HTTPS://AN.EVEN/V/", "http://small.letters/v/", "2026", ""]
)
@pytest.mark.parametrize("tail", ["K7QW2M4XZ6P3T5VA", "Z" * 16, "0" * 16, "::::::", "$", "7", ""])
def test_codes_with_one_beginning_are_those_of_segno(head, tail):
    assert qr_modules_after(head, tail) == qr_modules(head + tail)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(ALPHANUMERIC, min_size=16, max_size=16))
def test_code_of_any_address_is_that_of_segno(tail):
    assert qr_modules_after("HTTPS://LMS.EXAMPLE.AZ/V/", tail) == qr_modules(f"HTTPS://LMS.EXAMPLE.AZ/V/{tail}")
