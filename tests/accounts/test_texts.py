import pytest

from lms.accounts.models import CentreText
from lms.accounts.texts import in_language


@pytest.mark.parametrize(
    ("there", "asked", "shown"),
    [("az en ru", "ru", "ru"), ("az en", "ru", "az"), ("en ru", "az", "en"), ("ru", "en", "ru")],
)
def test_in_language_falls_back(there, asked, shown):
    texts = [CentreText(language=language) for language in there.split()]
    assert in_language(texts, asked).language == shown


def test_in_language_of_nothing_is_none():
    assert in_language([], "az") is None
