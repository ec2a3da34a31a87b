"""Redis away, and back."""

import signal

import pytest
from django.core.cache import cache, caches
from django.db import OperationalError

from lms.caches import Shared, Shelf
from lms.failing import Away
from tests.faults.brokers import Redis
from tests.faults.processes import Processes

NOBODY = "redis://127.0.0.1:1/0"


def at(url: str) -> dict:
    return {
        "default": {"BACKEND": "lms.caches.Shared", "LOCATION": url},
        "pages": {"BACKEND": "lms.caches.Shelf", "LOCATION": url, "KEY_PREFIX": "pages"},
        "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }


@pytest.fixture(autouse=True)
def _no_peace(monkeypatch):
    """Each test finds Redis not yet known to be away."""
    monkeypatch.setattr(Shared, "_silent_until", 0.0)
    monkeypatch.setattr(Shelf, "_silent_until", 0.0)


@pytest.fixture
def away(settings):
    settings.CACHES = at(NOBODY)


@pytest.fixture
def redis(settings, tmp_path):
    processes = Processes(tmp_path)
    found = Redis(processes)
    found.start()
    settings.CACHES = at(found.url)
    yield processes
    processes.kill_all()


@pytest.mark.parametrize("name", ["default", "pages"])
def test_redis_that_answers_keeps_what_it_is_given(redis, name):
    shelf = caches[name]
    shelf.set("one", 1)
    shelf.set_many({"two": 2})

    assert (shelf.get("one"), shelf.get_many(["one", "two"]), shelf.incr("two")) == (1, {"one": 1, "two": 2}, 3)
    assert (shelf.add("one", 7), shelf.touch("one", 60), shelf.has_key("one"), shelf.delete("one")) == (
        False,
        True,
        True,
        True,
    )
    shelf.delete_many(["two"])
    shelf.clear()
    assert shelf.get("two", "nothing") == "nothing"


def test_redis_that_dies_is_missed_only_where_it_matters(redis):
    cache.set("one", 1)
    for process in redis.started:
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert (cache.get("one"), cache.get_many(["one"]), cache.has_key("one")) == (None, {}, False)
    assert (cache.set("one", 1), cache.set_many({"one": 1}), cache.touch("one")) == (None, [], False)
    for strict in (lambda: cache.add("one", 1), lambda: cache.incr("one"), lambda: cache.delete("one")):
        with pytest.raises(Away):
            strict()


def test_a_shelf_that_is_away_takes_nothing(away):
    assert (caches["pages"].add("one", 1), caches["pages"].delete("one")) == (False, False)


def test_redis_that_did_not_answer_is_left_in_peace(away, caplog):
    cache.get("one")
    cache.get("one")

    assert [record.getMessage() for record in caplog.records] == ["Redis does not answer: ConnectionError"]


def test_a_page_is_shown_without_redis(site, away, client):
    assert client.get("/az/").status_code == 200
    assert client.get("/readyz").json() == {"database": "ok", "migrations": "ok", "cache": "failing"}
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_signing_in_waits_for_redis(away, client):
    """Its limits stand there: without them every password could be tried."""
    client.raise_request_exception = False
    response = client.post("/accounts/login/code/", {"email": "leyla@example.org"}, headers={"accept-language": "en"})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "It will be back soon." in response.content.decode()


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_a_database_that_is_away_or_too_busy_is_no_mistake_of_ours(client, monkeypatch, error, status):
    def breaks(*_arguments, **_options):
        raise error("database is locked")

    client.raise_request_exception = False
    monkeypatch.setattr("lms.urls.get_language", breaks)
    assert client.get("/").status_code == status
