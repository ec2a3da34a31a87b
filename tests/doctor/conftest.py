import pytest
from django.utils import translation

from lms.doctor import Level

STRONG = "Ik0JYSxfGJx1cC2E0tRx8qc6DR6aZC5CzudLRBDP_a4zWIU1fjUOmXj3gUPL1FfO28c"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def real(settings):
    """An installation for real people."""
    settings.DEMO = False
    settings.SECRET_KEY = STRONG
    settings.FIELD_KEYS = [STRONG[::-1]]


def levels(examination) -> list[Level]:
    return [finding.level for finding in examination()]
