from datetime import timedelta

import pytest
from django.utils.translation import override

from lms.accounts.domain import claim_address, new_slip
from lms.desk.slips import slip_pdf
from tests.conftest import NOW
from tests.factories.people import make_person
from tests.pdf.tools import scanned, texts


def drawn(person, code: str, centre) -> bytes:
    return slip_pdf(person, code=code, centre=centre, expires_at=NOW + timedelta(hours=72), now=NOW)


def test_square_code_opens_the_page_with_number_and_code(staff, centre):
    person = make_person()
    code = new_slip(person, actor=staff, centre=centre, now=NOW)

    assert scanned(drawn(person, code, centre), dpi=150) == claim_address(person, code)


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [
        ("az", "Hesabınız üçün vərəqə", "Giriş nömrəsi"),
        ("en", "Slip for your account", "Login number"),
        ("ru", "Листок для Вашей учётной записи", "Номер для входа"),
    ],
)
def test_slip_speaks_the_language_of_the_person_not_of_staff(language, heading, label, centre):
    person = make_person(language=language)
    with override("en"):
        found = texts(drawn(person, "0" * 26, centre))

    assert [heading in found, label in found] == [True, True]


def test_slip_shows_what_has_to_be_typed(centre):
    person = make_person(name="Мария Щербакова", login_id="1234567897", language="en")
    found = texts(drawn(person, "ABCDEFGHJKMNPQRSTVWXYZ0123", centre))
    expected = {"Мария Щербакова", "1234 5678 97", "ABCD EFGH JKMN PQRS TVWX YZ01 23", "testserver/accounts/claim/"}

    assert expected - set(found) == set()


@pytest.mark.parametrize(("latin", "shown"), [("Li Ming", "Li Ming"), ("", "1234 5678 97")])
def test_name_that_cannot_be_drawn_gives_way(latin, shown, centre):
    person = make_person(name="李明", name_latin=latin, login_id="1234567897", language="en")

    assert shown in texts(drawn(person, "0" * 26, centre))
