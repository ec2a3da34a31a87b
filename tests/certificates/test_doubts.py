"""What is doubted in a name, and what is not."""

import pytest
from django.utils.translation import override

from certificates.doubts import doubts, namesakes


@pytest.fixture(autouse=True)
def _language():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("latin", "own"),
    [
        ("Anna Smith", ""),
        ("Gunash Aliyeva", "Günəş Əliyeva"),
        ("Mariia Shcherbakova", "Мария Щербакова"),
        ("Maria Scherbakowa", "Мария Щербакова"),
        ("Giorgi Beridze", "გიორგი ბერიძე"),
        ("Muhammad Ali Rezai", "محمدعلی رضایی"),
        ("Li Ming", "李明"),
        ("O'Neil MacDonald", ""),
        ("Jean-Luc de la Cour", ""),
        ("U Ba", ""),
        ("İlham Şıxlı", ""),
    ],
)
def test_name_as_it_should_be_is_not_doubted(latin, own):
    assert doubts(latin, own) == []


@pytest.mark.parametrize(
    ("latin", "own", "code", "sentence"),
    [
        ("ANNA SMITH", "", "capitals", "“ANNA SMITH” is all in capitals."),
        ("anna smith", "", "small", "“anna smith” is all in small letters."),
        ("Anna Sm1th", "", "digit", "There is a digit in “Anna Sm1th”."),
        ("Anna  Smith", "", "spaces", "There is a space too many in “Anna  Smith”."),
        ("Anna", "", "one_word", "“Anna” is one word only. Is the family name missing?"),
        (
            "Anna Smith",
            "Мария Щербакова",
            "unlike",
            "“Anna Smith” does not read like “Мария Щербакова”. A passport would usually have “Mariia Shcherbakova”.",
        ),
        (
            "Anna Petrova",
            "Aннa Петрова",
            "alphabets",
            "“Aннa” mixes two alphabets: letter 1, A, is Latin; letter 4, a, is Latin. The others are Cyrillic.",
        ),
        (
            "Аlexаnder Petrov",
            "",
            "alphabets",
            "“Аlexаnder” mixes two alphabets: letter 1, А, is Cyrillic; letter 5, а, is Cyrillic. The others are Latin.",
        ),
        ("Anna Petrova", "АННА ПЕТРОВА", "capitals", "“АННА ПЕТРОВА” is all in capitals."),
    ],
)
def test_doubt_is_one_plain_sentence(latin, own, code, sentence):
    assert doubts(latin, own) == [(code, sentence)]


def test_georgian_has_no_capitals_to_miss():
    assert doubts("Nino Beridze", "ნინო ბერიძე") == []


def test_every_doubt_is_said():
    assert [each.code for each in doubts("ANNA7")] == ["digit", "capitals", "one_word"]


def test_doubts_are_in_the_language_of_the_reader():
    with override("ru"):
        assert doubts("ANNA SMITH") == [("capitals", "«ANNA SMITH» написано только заглавными буквами.")]


def test_namesakes_are_found_however_they_are_written():
    names = {1: "Əli Məmmədov", 2: "Məmmədov ƏLİ", 3: "Али Мамедов", 4: "Eli Memmedov", 5: "Anna Smith"}

    assert namesakes(names) == {1, 2, 4}


def test_names_that_fold_to_nothing_are_no_namesakes():
    assert namesakes({1: "", 2: "’"}) == set()
