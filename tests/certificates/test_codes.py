import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.codes import ALPHABET, LENGTH, grouped, in_address, new_code, normalise


def test_new_code_has_sixteen_letters_of_the_alphabet():
    code = new_code()
    assert (len(code), set(code) - set(ALPHABET)) == (LENGTH, set())


def test_new_codes_differ():
    assert len({new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEFGHOPQRST27",
        "abcd-efgh-opqr-st27",
        " ABCD EFGH OPQR ST27 ",
        "АВСDЕFGНОРQRSТ27",  # Cyrillic look-alikes
        "ABCDEFGH0PQRST27",  # zero for O
        "ABCD–EFGH–OPQR–ST27",  # dashes of a word processor
        "ABCDEFGHOPQRST٢٧",  # digits of an Arabic keyboard
        "ＡＢＣＤＥＦＧＨＯＰＱＲＳＴ２７",  # wide letters
    ],
)
def test_normalise_forgives_how_people_type(typed):
    assert normalise(typed) == "ABCDEFGHOPQRST27"


@pytest.mark.parametrize("typed", ["İİİİ3333YYYYXXXX", "iiii3333yyyyxxxx", "ııııЗЗЗЗУУУУХХХХ", "1111зззз үүүү хххх"])
def test_normalise_knows_the_keyboards_of_azerbaijan(typed):
    assert normalise(typed) == "IIII3333YYYYXXXX"


@pytest.mark.parametrize(
    "typed", ["", "ABC", "A" * 17, "ABCDEFGHOPQRST2Щ", "../../etc/passwd", "A" * 100_000, "\x00" * 16]
)
def test_normalise_makes_nothing_of_what_is_no_code(typed):
    assert normalise(typed) == ""


@given(st.text(max_size=40))
def test_normalise_never_raises_and_is_stable(typed):
    code = normalise(typed)
    assert normalise(code) == code


@pytest.mark.parametrize(
    ("typed", "last"),
    [("/", "-"), ("..", "-"), (".", "-"), ("\\", "-"), ("AB/../CD", "ABCD"), ("abcd efgh", "abcd efgh")],
)
def test_what_is_typed_cannot_lead_to_another_page(typed, last):
    assert in_address(typed) == last


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_printed_reads_back(code):
    assert normalise(grouped(code)) == code
