import re

import pytest
from django.core import mail
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_limits_from_before():
    cache.clear()


@pytest.fixture
def newest_code():
    """The six digits in the newest letter."""

    def read() -> str:
        return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()

    return read
