import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from lms.accounts.models import User
from tests.conftest import NOW
from tests.factories.people import make_centre, make_staff, sign_in


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The pages' clock: 23 November 2026, 10:00 in Baku."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _language():
    with translation.override("en"):
        yield


@pytest.fixture
def sit_down():
    """Signs somebody in as at a real counter: with password and second factor, a moment ago."""

    def signed_in(user: User, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        sign_in(client, user)
        return client

    return signed_in


@pytest.fixture
def centre(db):
    return make_centre(code="baku")


@pytest.fixture
def staff(centre):
    return make_staff(centre=centre, language="en")


@pytest.fixture
def desk(staff, sit_down) -> Client:
    """The browser of somebody who works at `centre`."""
    return sit_down(staff)
