import pytest
from django.utils import timezone

from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Pages ask what day it is."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
