"""Whoever types a part of it finds the certificate; whoever types something else does not."""

import pytest

from certificates import domain
from certificates.domain import Rule
from certificates.enums import Kind
from certificates.models import Certificate
from certificates.searching import MOST_WORDS, numbered, search
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def issued(name: str, latin: str = "", *, cohort=None, kind: str = Kind.COURSE, email=None) -> Certificate:
    person = make_person(name=name, name_latin=latin, email=email)
    return domain.issue(make_completed(cohort=cohort, person=person), actor=None, now=NOW, kind=kind)


def found(text: str) -> set[str]:
    rows = search(Certificate.objects.filter(issued_at__isnull=False), text)
    return {each.snapshot["name_latin"] for each in rows}


@pytest.mark.parametrize(
    "typed",
    ["Günəş Əliyeva", "gunes", "ƏLİYEVA GÜN", "eli gun", "əliyeva", "Eliyeva Günəş", "  gunes   eliyeva "],
)
def test_name_is_found_by_the_beginnings_of_its_words_in_any_order_and_spelling(typed):
    issued("Günəş Əliyeva")
    issued("Leyla Quliyeva")
    assert found(typed) == {"Günəş Əliyeva"}


@pytest.mark.parametrize("typed", ["Щербакова", "shcherb", "Mariia", "Мария Щ"])
def test_name_is_found_in_both_its_scripts(typed):
    issued("Мария Щербакова", "Mariia Shcherbakova")
    assert found(typed) == {"Mariia Shcherbakova"}


@pytest.mark.parametrize(
    "typed", ["", "  ", "g", "%", "_", "\0", "g%", "'; --", "😀", "iyeva", "gunes leyla", "x" * 500]
)
def test_what_nobody_is_called_finds_nobody(typed):
    issued("Günəş Əliyeva")
    assert found(typed) == set()


def test_names_that_many_have_are_narrowed_by_each_word(monkeypatch):
    monkeypatch.setattr("certificates.searching.FEW", 1)
    for name in ("Ali Aliyev", "Ali Hasanov", "Aliya Aliyeva", "Hasan Aliyev"):
        issued(name)
    assert found("ali has") == {"Ali Hasanov", "Hasan Aliyev"}


def test_more_words_than_a_name_has_are_not_looked_at(django_assert_max_num_queries):
    issued("Günəş Əliyeva")
    with django_assert_max_num_queries(MOST_WORDS + 2):
        assert found("gu el " + " ".join(f"w{n}" for n in range(40))) == set()


@pytest.fixture
def cohort():
    return make_finished_cohort(centre=make_centre(code="bak"))


@pytest.mark.parametrize(
    "typed",
    [
        "AZ-BAK-2026-000002",
        "az-bak-2026-000002",
        "AZ BAK 2026 000002",
        "azbak2026000002",
        "BAK-2026-2",
        "az–bak–2026–000002",
        "000002",
        "2",
    ],
)
def test_number_is_found_with_or_without_what_stands_between(typed, cohort):
    issued("Ali Aliyev", cohort=cohort)
    issued("Leyla Aliyeva", cohort=cohort)
    assert found(typed) == {"Leyla Aliyeva"}


@pytest.mark.parametrize("typed", ["AZ-BAK", "AZ-", "AZ-BAK-2026", "BAK-2026", "az-bak-2026-0000", "AZ-BAK-202"])
def test_number_is_found_from_its_beginning(typed, cohort):
    issued("Ali Aliyev", cohort=cohort)
    issued("Leyla Aliyeva", cohort=cohort)
    issued("Omar Khan", cohort=make_finished_cohort(centre=make_centre(code="gan")))
    assert found(typed) - {"Omar Khan"} == {"Ali Aliyev", "Leyla Aliyeva"}
    assert ("Omar Khan" in found(typed)) == (typed == "AZ-")


def test_number_of_one_kind_is_not_that_of_another(cohort):
    domain.set_rule(Kind.LEVEL, Rule(second_person=False), actor=make_staff(Role.NATIONAL_ADMIN), now=NOW)
    issued("Ali Aliyev", cohort=cohort)
    issued("Leyla Aliyeva", cohort=cohort, kind=Kind.LEVEL)
    assert (found("AZ-BAK-2026-000001"), found("AZ-BAK-2026-L-000001")) == ({"Ali Aliyev"}, {"Leyla Aliyeva"})


@pytest.mark.parametrize("typed", ["Azər", "Bakir", "Ali", "AZBAK", ""])
def test_name_is_not_taken_for_a_number(typed, cohort):
    issued("Ali Aliyev", cohort=cohort)
    assert numbered(typed) is None


def test_code_is_found_as_a_whole_and_as_it_is_read_aloud():
    code = issued("Ali Aliyev").code
    spoken = " ".join(code[at : at + 4] for at in range(0, 16, 4)).lower()
    assert (found(code), found(spoken), found(code[:-1])) == ({"Ali Aliyev"}, {"Ali Aliyev"}, set())


def test_person_is_found_by_login_number_and_address():
    certificate = issued("Ali Aliyev", email="ali@example.org")
    login_id = certificate.enrolment.person.login_id
    assert (found(login_id), found(f"{login_id[:4]} {login_id[4:]}"), found("Ali@Example.org")) == (
        {"Ali Aliyev"},
        {"Ali Aliyev"},
        {"Ali Aliyev"},
    )
