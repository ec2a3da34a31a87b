"""Whole pages are kept for visitors, and never show what was made for somebody."""

import gzip

import pytest
from django.core.cache import caches
from django.test import Client

from cms import freshness, middleware
from cms.models import ContentVersion
from tests.cms.reading import read, words
from tests.factories.courses import make_cohort
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import make_person

KEPT = ["/az/", "/az/courses/", "/az/courses/dil/", "/az/courses/dil/bir/", "/az/help/", "/az/news/"]


@pytest.fixture
def pages(site):
    page = make_course_page(key="dil", title="Dil")
    make_lesson_page(page, key="bir")
    make_cohort(course=page.course)
    freshness.current_token()
    return page


@pytest.mark.parametrize("address", KEPT)
def test_second_visit_asks_the_database_nothing(pages, client, django_assert_num_queries, address):
    first = client.get(address)

    with django_assert_num_queries(0):
        second = client.get(address)

    assert (second.content, second.headers["Content-Language"]) == (first.content, "az")


def test_kept_page_has_the_same_safety_headers_as_a_fresh_one(pages, client):
    def headers(response):
        return {name: value for name, value in response.headers.items() if name not in ("ETag", "Content-Length")}

    assert headers(client.get("/az/")) == headers(client.get("/az/"))
    assert client.get("/az/").headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in client.get("/az/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", KEPT)
def test_page_of_a_person_is_neither_kept_nor_taken_from_what_is_kept(pages, client, address):
    canary = make_person(name="Kanareyka Sarı")
    signed_in, visitor = Client(), Client()
    signed_in.force_login(canary)

    mine = signed_in.get(address)
    theirs = visitor.get(address)
    mine_again = signed_in.get(address)

    assert "Kanareyka Sarı" in mine.content.decode()
    assert "Kanareyka Sarı" not in theirs.content.decode()
    assert "Kanareyka Sarı" in mine_again.content.decode()
    assert mine.headers["Cache-Control"] == "private, no-store"


def test_two_people_never_see_each_other(pages):
    def name_on(address: str, client: Client) -> str:
        return words(read(client.get(address)).select_one(".account summary span"))

    clients = {}
    for name in ("Birinci Kanareyka", "İkinci Kanareyka"):
        clients[name] = Client()
        clients[name].force_login(make_person(name=name))

    for address in KEPT * 2:
        assert {name: name_on(address, each) for name, each in clients.items()} == {name: name for name in clients}


def test_message_for_somebody_is_not_kept(pages, client):
    client.cookies["messages"] = "anything"

    client.get("/az/")

    assert kept_pages() == 0


def kept_pages() -> int:
    return sum(1 for key in caches["pages"]._cache if freshness.TOKEN_KEY not in key)


@pytest.mark.parametrize("address", ["/az/?utm=1", "/az/courses/?subject=law", "/az/nothing/", "/accounts/login/", "/"])
def test_what_is_not_a_plain_page_is_not_kept(pages, client, address):
    client.get(address)

    assert kept_pages() == 0


def test_another_host_has_its_own_pages(pages, client):
    client.get("/az/", headers={"host": "localhost"})
    client.get("/az/", headers={"host": "testserver"})

    assert kept_pages() == 2


def test_wrong_host_is_refused_and_not_kept(pages, client):
    assert client.get("/az/", headers={"host": "evil.example"}).status_code == 400
    assert kept_pages() == 0


def test_browser_that_has_the_page_gets_none_again(pages, client):
    etag = client.get("/az/").headers["ETag"]

    response = client.get("/az/", headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_kept_page_comes_packed_to_browsers_that_can_unpack_it(pages, client):
    plain = client.get("/az/")

    packed = client.get("/az/", headers={"accept-encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def title(client) -> str:
    return words(read(client.get("/az/courses/dil/")).h1)


def publish(page, **changes) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_publishing_shows_at_once_after_its_commit(pages, client, django_capture_on_commit_callbacks):
    before = title(client)

    with django_capture_on_commit_callbacks(execute=True):
        publish(pages, title="Yeni ad")

    assert (before, title(client)) == ("Dil", "Yeni ad")


def test_draft_is_not_shown(pages, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pages.title = "Qaralama"
        pages.save_revision()

    assert title(client) == "Dil"


def test_unpublishing_takes_the_page_away(pages, client, django_capture_on_commit_callbacks):
    client.get("/az/courses/dil/")

    with django_capture_on_commit_callbacks(execute=True):
        pages.unpublish()

    assert client.get("/az/courses/dil/").status_code == 404


def test_restriction_takes_the_page_from_visitors(pages, client, django_capture_on_commit_callbacks):
    client.get("/az/courses/dil/")

    with django_capture_on_commit_callbacks(execute=True):
        pages.view_restrictions.create(restriction_type="login")

    assert client.get("/az/courses/dil/").status_code == 302


def test_lost_message_costs_seconds(pages, monkeypatch):
    """The row has changed, nobody was told: what the shared cache holds expires, then the row is asked."""
    known = freshness.current_token()
    ContentVersion.objects.all().delete()
    monkeypatch.setattr(freshness.time, "monotonic", lambda: freshness.Latest.until + 0.1)
    still = freshness.current_token()

    caches["pages"].delete(freshness.TOKEN_KEY)
    monkeypatch.setattr(freshness.time, "monotonic", lambda: freshness.Latest.until + 0.1)

    assert still == known
    assert freshness.current_token() != known


def test_what_is_known_is_read_again_after_a_publish_and_kept_within_bounds(pages, monkeypatch):
    monkeypatch.setattr(freshness.Known, "most", 2)
    found = [freshness.kept("a", lambda: 1), freshness.kept("a", lambda: 2)]
    freshness.announce("newer")
    found += [freshness.kept(key, lambda: 3) for key in "abc"]

    assert (found, list(freshness.Known.rows)) == ([1, 1, 3, 3, 3], ["b", "c"])


def test_addresses_of_nothing_are_not_remembered(pages, client):
    client.get("/az/nothing/")

    assert [key for key in freshness.Known.rows if "nothing" in str(key)] == []


def test_slow_process_does_not_cover_a_newer_token(pages):
    freshness.announce("newer")

    freshness.told_by_the_row()

    assert caches["pages"].get(freshness.TOKEN_KEY) == "newer"


def test_seats_are_never_older_than_a_minute():

    assert middleware.KEPT_FOR <= 60


def test_page_in_the_process_grows_old_like_any_other(pages, client, monkeypatch):
    client.get("/az/")
    caches["pages"].clear()
    at = middleware.time.time()

    found = []
    for seconds in (middleware.KEPT_FOR - 5, middleware.KEPT_FOR + 5):
        monkeypatch.setattr(middleware.time, "time", lambda at=at + seconds: at)
        found.append([middleware.Shelf.get(key) is not None for key in list(middleware.Shelf.pages)])

    assert found == [[True], [False]]


def test_process_keeps_only_so_many_pages(pages, client, monkeypatch):
    monkeypatch.setattr(middleware, "MOST_IN_PROCESS", 2)

    for address in KEPT:
        client.get(address)

    assert len(middleware.Shelf.pages) == 2
