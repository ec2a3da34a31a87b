"""The modules of a diploma."""

import pytest

from certificates.layouts import table


@pytest.mark.parametrize(
    ("given", "total"),
    [
        (["6", "12.5"], "18.5"),
        (["100"], "100"),
        (["6", "", "two"], "6"),
        (["6", "NaN", "sNaN", "Infinity"], "6"),
        (["NaN"], ""),
    ],
)
def test_total_is_of_what_is_a_number(given, total):
    assert table.hours([{"hours": each} for each in given]) == total
