"""What a browser asks for to verify without internet: the same for everybody, and a new version when anything changes."""

import json
import re

import cbor2
import pytest
from django.core.cache import cache
from django.templatetags.static import static

from certificates import domain
from certificates.domain.offline import signed_list
from certificates.enums import CertificateState, KeyPurpose
from certificates.models import Certificate
from certificates.offline import KEYS
from certificates.views import offline
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_kept_list():
    cache.clear()


@pytest.fixture
def key():
    return domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW)


def shell(client) -> dict:
    script = client.get("/verify-offline/worker.js").content.decode()
    return json.loads(re.search(r"self\.SHELL = (.*);\n", script)[1])


def test_door_leads_to_the_page_in_the_language_of_the_visitor(client):
    response = client.get("/verify-offline/", headers={"Accept-Language": "ru"})
    assert (response.status_code, response.url) == (302, "/verify-offline/ru/")


@pytest.mark.parametrize(
    ("language", "title"),
    [("az", "İnternetsiz yoxlama"), ("en", "Verify without internet"), ("ru", "Проверка без интернета")],
)
def test_page_speaks_the_language_of_its_address(client, language, title):
    response = client.get(f"/verify-offline/{language}/", headers={"Accept-Language": "en"})
    page = response.content.decode()
    assert (f"<h1>{title}</h1>" in page, f'lang="{language}"' in page, response["Content-Language"]) == (
        True,
        True,
        language,
    )


def test_page_in_a_language_that_we_do_not_speak_is_not_found(client):
    assert [client.get(f"/verify-offline/{path}").status_code for path in ("de/", "de/app.webmanifest")] == [404, 404]


def test_page_is_the_same_for_everybody(client):
    before = client.get("/verify-offline/en/").content
    client.force_login(make_person(name="Ayşe Demir"))
    assert client.get("/verify-offline/en/").content == before


def test_page_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/verify-offline/en/")


def test_worker_names_files_that_are_there(client):
    found = [client.get(file).status_code for file in shell(client)["files"] if not file.startswith("/static/")]
    assert found == [200] * 6


def test_worker_keeps_every_static_file_that_the_page_names(client):
    page = client.get("/verify-offline/en/").content.decode()
    assert set(re.findall(r"/static/[\w./-]+", page)) - set(shell(client)["files"]) == set()


def test_worker_gets_a_new_version_when_a_word_of_the_page_changes(client, monkeypatch):
    before = shell(client)["version"]
    assert shell(client)["version"] == before
    written = offline.page
    monkeypatch.setattr(offline, "page", lambda request, language: written(request, language) + " ")
    assert shell(client)["version"] != before


def test_manifest_installs_the_page_and_nothing_else(client):
    found = client.get("/verify-offline/az/app.webmanifest").json()
    assert (found["scope"], found["start_url"], [icon["src"] for icon in found["icons"]]) == (
        "/verify-offline/",
        "/verify-offline/az/",
        [static(f"img/offline-{size}.png") for size in (96, 192, 512)],
    )


def test_list_is_made_once_in_five_minutes(client, key, monkeypatch):
    before = client.get("/verify-offline/list")
    monkeypatch.setattr(offline, "signed_list", None)
    assert client.get("/verify-offline/list").content == before.content
    assert before["Content-Type"] == 'application/cose; cose-type="cose-sign"'


def test_list_tells_of_a_lost_key_at_once(client, key, django_capture_on_commit_callbacks):
    client.get("/verify-offline/list")
    with django_capture_on_commit_callbacks(execute=True):
        domain.mark_compromised(key, since=NOW, actor=None, now=NOW)
    listed = cbor2.loads(cbor2.loads(client.get("/verify-offline/list").content).value[2])
    assert [(kid.decode(), lost_at) for kid, _key, lost_at in listed[KEYS]] == [
        ("offline-2026-1", int(NOW.timestamp())),
        ("offline-2026-2", 0),
    ]


@pytest.mark.parametrize("ended", [1, 30])
def test_list_takes_as_many_questions_for_many_certificates_as_for_one(key, ended, django_assert_num_queries):
    for _each in range(ended):
        domain.issue(make_completed(), actor=None, now=NOW)
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    with django_assert_num_queries(4):
        signed_list(now=NOW)


def test_list_without_a_key_is_not_there_yet(client, settings):
    settings.KEYS_MADE_ON_FIRST_USE = False
    assert client.get("/verify-offline/list").status_code == 503


@pytest.mark.parametrize("path", ["", "en/", "list", "worker.js", "en/app.webmanifest"])
def test_nothing_is_changed_here(client, path):
    assert client.post(f"/verify-offline/{path}").status_code == 405
