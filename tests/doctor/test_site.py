"""Settings that decide who may come in."""

import pytest

from lms.doctor import Level, site
from tests.doctor.conftest import STRONG, levels


@pytest.mark.parametrize(
    ("demo", "debug", "level"),
    [(True, False, Level.WARN), (False, False, Level.OK), (False, True, Level.FAIL), (True, True, Level.WARN)],
)
def test_mode(settings, demo, debug, level):
    settings.DEMO, settings.DEBUG = demo, debug

    assert levels(site.mode) == [level]


@pytest.mark.parametrize(
    ("allowed", "level"),
    [
        ([], Level.FAIL),
        (["*"], Level.FAIL),
        (["other.example.org"], Level.FAIL),
        (["lms.example.org"], Level.OK),
        ([".example.org"], Level.OK),
    ],
)
def test_hosts(settings, real, allowed, level):
    settings.SITE_URL = "https://lms.example.org"
    settings.ALLOWED_HOSTS = allowed

    assert levels(site.hosts) == [level]


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + STRONG, "not-secret-" + STRONG])
def test_keys_that_are_weak_fail(settings, real, key):
    settings.SECRET_KEY = key

    assert levels(site.keys) == [Level.FAIL]


def test_keys_that_are_strong_pass(real):
    assert levels(site.keys) == [Level.OK]


def test_keys_that_are_one_fail(settings, real):
    settings.FIELD_KEYS = [STRONG]

    assert levels(site.keys) == [Level.FAIL]
