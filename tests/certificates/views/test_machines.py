"""What other programs get: the same facts as people, in JSON, with nothing that follows them."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from certificates import domain, issuer, proofs, status, verification
from certificates.enums import KeyPurpose, Reason
from certificates.models import Certificate
from certificates.strangers import MISSES
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db
NOBODYS = "A" * 16


@pytest.fixture(autouse=True)
def _no_misses():
    cache.clear()


@pytest.fixture
def certificate() -> Certificate:
    person = make_person(name="Мария Щербакова", name_latin="Mariia Shcherbakova", email="mariia@example.org")
    return domain.issue(make_completed(person=person), actor=None, now=NOW)


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def revoke(certificate):
    centre = certificate.series.centre
    asked = domain.request_revocation(
        certificate, reason=Reason.FRAUD, actor=make_staff(Role.CENTRE_STAFF, centre=centre), now=NOW
    )
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=NOW)


def test_certificate_is_told_as_on_the_page_and_no_more(client, certificate):
    page = client.get(f"/v/{certificate.code.lower()}.json")
    said = page.json()
    assert (said["state"], said["message"], said["specimen"]) == ("valid", "This certificate is valid", True)
    assert (said["certificate"]["number"], said["certificate"]["kind"]) == (certificate.number, "course")
    assert said["certificate"]["name_latin"] == "Mariia Shcherbakova"
    assert said["certificate"]["issued_on"] == "2026-11-23"
    assert "mariia@example.org" not in page.content.decode()
    assert "cohort" not in said["certificate"]


def test_revoked_certificate_says_since_when_and_not_why(client, certificate):
    revoke(certificate)
    said = client.get(f"/v/{certificate.code}.json").json()
    assert (said["state"], said["not_valid_since"]) == ("revoked", "2026-11-23")
    assert "fraud" not in json.dumps(said)


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("az", "Bu kodla sertifikat yoxdur"),
        ("en", "No certificate with this code"),
        ("ru", "Сертификата с таким кодом нет"),
    ],
)
def test_unknown_code_is_json_in_the_language_asked_for(client, language, message):
    page = client.get(f"/v/{NOBODYS}.json?lang={language}")
    assert (page.status_code, page.json()["state"]) == (404, "unknown")
    assert page.json()["error"] == {"code": "unknown", "message": message}


@pytest.mark.parametrize("code", ["short", NOBODYS[:-1] + "B", "AZ-BAK-2026-000001", "%00", "A" * 400])
def test_every_code_that_is_not_one_gets_the_same_answer(client, certificate, code):
    got, expected = client.get(f"/v/{code}.json"), client.get(f"/v/{NOBODYS}.json")
    assert got.status_code == expected.status_code == 404
    assert got.json() | {"checked_at": ""} == expected.json() | {"checked_at": ""}


def test_one_letter_beside_a_right_code_tells_nothing(client, certificate):
    near = certificate.code[:-1] + ("A" if certificate.code[-1] != "A" else "B")
    got, expected = client.get(f"/v/{near}.json"), client.get(f"/v/{NOBODYS}.json")
    assert got.json() | {"checked_at": ""} == expected.json() | {"checked_at": ""}


def test_guessing_programs_are_slowed_down_and_right_codes_answered(client, certificate):
    for _ in range(MISSES):
        client.get(f"/v/{NOBODYS}.json")
    slowed = client.get(f"/v/{NOBODYS}.json")
    assert (slowed.status_code, slowed.json()["error"]["code"], slowed["Retry-After"]) == (429, "too_many", "600")
    assert client.get(f"/v/{certificate.code}.json").status_code == 200
    assert client.get(f"/v/{NOBODYS}.json", REMOTE_ADDR="10.0.0.9").status_code == 404


@pytest.mark.parametrize("path", ["/v/{}.json", "/v/{}.json?lang=ru", "/issuer", "/status/1", "/.well-known/jwks.json"])
def test_any_site_may_ask_and_gets_no_cookie(client, certificate, path):
    domain.credential_of(certificate, now=NOW)
    page = client.get(path.format(certificate.code))
    assert (page.status_code, page["Access-Control-Allow-Origin"], page["X-Robots-Tag"]) == (200, "*", "noindex")
    assert not page.cookies
    assert "ETag" not in page.headers
    assert "Vary" not in page.headers or "Cookie" not in page["Vary"]


def test_what_is_about_one_certificate_is_not_kept_and_lists_are_for_minutes(client, certificate):
    domain.credential_of(certificate, now=NOW)
    kept = [client.get(path)["Cache-Control"] for path in (f"/v/{certificate.code}.json", "/issuer", "/status/1")]
    assert kept == ["no-store", "public, max-age=240", "public, max-age=240"]


@pytest.mark.parametrize("path", ["/v/x.json", "/issuer", "/status/1", "/status/x", "/.well-known/jwks.json"])
def test_addresses_for_programs_are_only_read(client, path):
    page = client.post(path)
    assert (page.status_code, page.json()["error"]["code"]) == (405, "method")
    asked = client.options(path)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")


@pytest.mark.parametrize("path", ["/status/9", "/status/99999999999999999999", "/status/x", "/status/1/2"])
def test_what_does_not_exist_is_said_in_json(client, path):
    page = client.get(path)
    assert (page.status_code, page["Content-Type"], page.json()["error"]["code"]) == (
        404,
        "application/json",
        "unknown",
    )


def test_status_list_is_a_credential_that_our_key_signed(client, certificate):
    revoke(certificate)
    listed = status.list_of(certificate)
    page = client.get(f"/status/{listed.n}")
    signed = json.loads(page.content)
    proofs.check(signed, key=domain.public_key(certificate.signing_key))
    assert page["Content-Type"] == "application/vc"
    lasts = datetime.fromisoformat(signed["validUntil"]) - datetime.fromisoformat(signed["validFrom"])
    assert lasts == timedelta(days=1)
    assert signed["credentialSubject"]["encodedList"] == status.encoded(status.bits(listed))


def test_status_list_of_a_lost_key_is_not_handed_out_again(client, certificate, django_capture_on_commit_callbacks):
    address = f"/status/{status.list_of(certificate).n}"
    before = json.loads(client.get(address).content)
    with django_capture_on_commit_callbacks(execute=True):
        domain.mark_compromised(certificate.signing_key, since=NOW, actor=None, now=NOW)
    after = json.loads(client.get(address).content)
    signers = [each["proof"]["verificationMethod"].rsplit("#")[1] for each in (before, after)]
    assert signers == ["credential-2026-1", "credential-2026-2"]


def test_status_list_waits_where_nothing_can_be_signed(client, certificate, settings, tmp_path):
    listed = status.list_of(certificate)
    settings.KEYS_DIR = tmp_path
    page = client.get(f"/status/{listed.n}")
    assert (page.status_code, page.json()["error"]["code"], page["Retry-After"]) == (503, "not_ready", "60")


def test_issuer_and_keys_of_credentials_are_published(client, certificate):
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW)
    assert client.get("/issuer").json() == issuer.document()
    assert [key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]] == [certificate.signing_key.kid]


def test_stranger_who_asks_who_we_are_locks_nothing(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/issuer")


def test_database_that_is_away_is_said_in_json(client, monkeypatch):
    def away(*_, **__):
        raise OperationalError

    monkeypatch.setattr(verification, "verify", away)
    page = client.get(f"/v/{NOBODYS}.json")
    assert (page.status_code, page.json()["error"]["code"], page["Retry-After"]) == (503, "away", "30")
