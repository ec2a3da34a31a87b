import pytest

from lms.accounts.identifiers import (
    check_digit,
    clean_login_id,
    clean_slip_code,
    grouped,
    new_login_id,
    new_slip_code,
    slip_hash,
)


def test_login_id_is_ten_digits_with_a_check_digit():
    made = {new_login_id() for _ in range(100)}
    assert len(made) == 100
    assert {len(login_id) for login_id in made} == {10}
    assert all(login_id[0] != "0" and check_digit(login_id[:-1]) == login_id[-1] for login_id in made)


def test_check_digit_of_the_published_example():
    assert check_digit("7992739871") == "3"


@pytest.mark.parametrize(
    "typed", ["1234 5678 90", "1234-5678-90", " 1234567890 ", "١٢٣٤٥٦٧٨٩٠", "1234\u00a05678\u00a090"]
)
def test_login_id_is_understood_as_people_type_it(typed):
    assert clean_login_id(typed) == "1234567890"


def test_login_id_of_other_text_stays():
    assert clean_login_id("demo-admin") == "demoadmin"


def test_slip_code_has_128_bits_in_letters_that_are_not_misread():
    made = {new_slip_code() for _ in range(200)}
    assert len(made) == 200
    assert {len(code) for code in made} == {26}
    assert set("".join(made)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_slip_code_is_understood_as_people_type_it():
    assert clean_slip_code("0o1l iabc - xyz9") == "00111ABCXYZ9"


def test_grouped_for_reading():
    assert grouped("1234567890") == "1234 5678 90"


def test_slip_hash_is_not_the_code():
    assert slip_hash("A") == "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd"
