from datetime import date

import pytest

from certificates.words import KIND, LABELS, days_in_words
from lms.days import MONTHS, day_in_words


@pytest.mark.parametrize(
    ("language", "expected"), [("az", "23 noyabr 2026"), ("en", "23 November 2026"), ("ru", "23 ноября 2026 г.")]
)
def test_day_in_words_follows_each_language(language, expected):
    assert day_in_words(date(2026, 11, 23), language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "20 ноября 2026 г."),
        ("2026-11-02/2026-11-20", "2–20 ноября 2026 г."),
        ("2026-09-01/2026-11-20", "1 сентября – 20 ноября 2026 г."),
        ("2026-12-01/2027-01-20", "1 декабря 2026 г. – 20 января 2027 г."),
        ("2026-11-20/2026-11-20", "20 ноября 2026 г."),
        ("осень 2026", "осень 2026"),
    ],
)
def test_days_in_words_repeat_nothing(text, expected):
    assert days_in_words(text, language="ru") == expected


def test_every_word_is_there_in_every_language():
    languages = {"az", "en", "ru"}
    assert [set(table) for table in (KIND, MONTHS, *LABELS.values())] == [languages] * (2 + len(LABELS))
    assert {len(months) for months in MONTHS.values()} == {12}
