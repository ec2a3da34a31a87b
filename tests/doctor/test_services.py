"""What runs beside us."""

import threading

import pytest

from lms.doctor import Level, services
from tests.doctor.conftest import levels
from tests.faults.smtp import MailServer


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        ("locmem.LocMemCache", [Level.FAIL, Level.OK]),
        ("dummy.DummyCache", [Level.FAIL]),
        ("filebased.FileBasedCache", [Level.OK]),
    ],
)
def test_cache(settings, real, tmp_path, backend, found):
    name = f"django.core.cache.backends.{backend}"
    settings.CACHES = {"default": {"BACKEND": name, "LOCATION": str(tmp_path)}}

    assert levels(services.cache) == found


def test_cache_that_does_not_answer_fails(settings, real):
    name = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": name, "LOCATION": "redis://127.0.0.1:1/0"}}

    assert levels(services.cache) == [Level.FAIL]


def test_broker_that_is_away_fails(settings, monkeypatch):
    from lms.celery import app

    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(app.conf, "broker_url", settings.BROKER_URL)

    assert levels(services.broker) == [Level.FAIL]


def test_no_broker_is_fine(settings):
    settings.BROKER_URL = ""

    assert levels(services.broker) == [Level.OK]


def test_mail_that_goes_nowhere_fails(settings, real):
    settings.EMAIL_BACKEND = services.OUTBOX
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert levels(services.mail) == [Level.FAIL]


def test_mail_past_the_outbox_fails(settings, real):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert levels(services.mail) == [Level.FAIL, Level.FAIL]


@pytest.mark.parametrize(
    ("security", "level"),
    [
        ({}, Level.OK),
        ({"EMAIL_HOST_USER": "lms", "EMAIL_HOST_PASSWORD": "x"}, Level.FAIL),
        ({"EMAIL_USE_TLS": True}, Level.FAIL),
    ],
)
def test_mail_server_is_asked_as_a_letter_would_ask_it(settings, security, level):
    """The one here knows neither passwords nor encryption."""
    server = MailServer(hold=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    for name, value in security.items():
        setattr(settings, name, value)

    found = services.mail_server()
    server.shutdown()
    server.server_close()
    assert found.level == level
