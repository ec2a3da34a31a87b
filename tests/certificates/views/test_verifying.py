"""What anybody may learn about a paper, and what nobody may."""

import re
import tempfile
from datetime import date, timedelta
from html import escape, unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client

from certificates import domain, verification
from certificates.codes import grouped
from certificates.enums import CertificateState, Kind, Reason
from certificates.inspecting import LARGEST, Busy, Look
from certificates.models import Certificate, KindRule
from certificates.strangers import MISSES, client_address
from certificates.uploads import InMemory
from certificates.verification import Verdict, verify
from lms.accounts import domain as people
from lms.accounts.enums import Role
from tests.certificates import files
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOBODYS = "A" * 16


@pytest.fixture(autouse=True)
def _no_misses():
    cache.clear()


@pytest.fixture
def certificate(now) -> Certificate:
    person = make_person(name="Мария Щербакова", name_latin="Mariia Shcherbakova", email="mariia@example.org")
    return domain.issue(make_completed(person=person), actor=None, now=now)


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def test_verify_knows_a_certificate_as_printed(certificate):
    answer = verify(grouped(certificate.code), today=TODAY)
    assert (answer.verdict, answer.facts) == (Verdict.VALID, certificate.snapshot)


def test_verify_says_expired_from_the_day_after(now):
    KindRule.objects.update_or_create(kind=Kind.COURSE, defaults={"months_valid": 12})
    certificate = domain.issue(make_completed(), actor=None, now=now)
    last = certificate.valid_until
    assert verify(certificate.code, today=last).verdict == Verdict.VALID
    assert verify(certificate.code, today=last + timedelta(days=1)).verdict == Verdict.EXPIRED


def test_verify_says_revoked_and_since_when(certificate, now):
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=now)
    answer = verify(certificate.code, today=TODAY)
    assert (answer.verdict, answer.since) == (Verdict.REVOKED, now)


def test_verify_says_replaced(certificate):
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    assert verify(certificate.code, today=TODAY).verdict == Verdict.REPLACED


@pytest.mark.parametrize("path", ["/v/{}", "/V/{}"])
def test_page_shows_what_is_printed_and_nothing_else(client, certificate, path):
    page = client.get(path.format(certificate.code))
    text = page.content.decode()
    assert page.status_code == 200
    assert "This certificate is valid" in text
    assert "Mariia Shcherbakova" in text
    assert "Мария Щербакова" in text
    assert certificate.number in text
    assert "mariia@example.org" not in text
    assert certificate.enrolment.person.login_id not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("az", "Bu sertifikat etibarlıdır"),
        ("en", "This certificate is valid"),
        ("ru", "Этот сертификат действителен"),
    ],
)
def test_page_speaks_the_language_asked_for(certificate, language, words):
    assert words in Client().get(f"/v/{certificate.code}?lang={language}").content.decode()
    assert words in Client(HTTP_ACCEPT_LANGUAGE=language).get(f"/v/{certificate.code}").content.decode()


def test_page_speaks_azerbaijani_to_a_stranger_of_another_language(certificate):
    page = Client(HTTP_ACCEPT_LANGUAGE="ja").get(f"/v/{certificate.code}")
    assert "Bu sertifikat etibarlıdır" in page.content.decode()


def test_page_is_not_kept_indexed_framed_or_passed_on(client, certificate):
    headers = client.get(f"/v/{certificate.code}").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def said(page, typed: str) -> str:
    """The page with whatever was typed taken out, in every way it is written there."""
    text = page.content.decode()
    for form in (quote(quote(typed)), quote(typed), quote(typed, safe=""), escape(typed)):
        text = text.replace(form, "…")
    return text


def without_length(page) -> dict:
    return {name: value for name, value in page.headers.items() if name != "Content-Length"}


@pytest.mark.parametrize("language", ["az", "en", "ru"])
@pytest.mark.parametrize(
    "code", ["short", "A" * 17, "A" * 59, "' OR 1=1 --", "<script>", "٣" * 16, "AZ-BAK-2026-000001", NOBODYS[:-1] + "B"]
)
def test_unknown_and_malformed_codes_get_the_same_answer(certificate, code, language):
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    expected, got = client.get(f"/v/{NOBODYS}"), client.get(f"/v/{quote(code)}")
    assert (got.status_code, expected.status_code) == (404, 404)
    assert said(got, code) == said(expected, NOBODYS)
    assert without_length(got) == without_length(expected)


@pytest.mark.parametrize("code", ["A" * 400, "%00", "%0A", "..;", "%F0%9F%92%A9"])
def test_what_nobody_types_is_not_found_either(client, certificate, code):
    page = client.get(f"/v/{code}")
    assert (page.status_code, page.headers["Cache-Control"]) == (404, "no-store")


def test_number_alone_is_answered_like_any_other_unknown_code(client, certificate):
    got, expected = client.get(f"/v/{certificate.number}"), client.get(f"/v/{NOBODYS}")
    assert (got.status_code, said(got, certificate.number)) == (404, said(expected, NOBODYS))


@pytest.mark.parametrize("typed", ["/", "//", "..", "."])
def test_what_is_no_part_of_an_address_is_answered_as_unknown(client, typed):
    page = client.get("/v/", {"code": typed}, follow=True)
    assert (page.redirect_chain, page.status_code) == ([("/v/-", 302)], 404)


def test_page_shows_every_line_of_the_paper(client, certificate):
    text = unescape(client.get(f"/v/{certificate.code}").content.decode())
    snapshot = certificate.snapshot
    lines = [snapshot[name]["en"] for name in ("course_title", "statement", "centre", "place", "issuer")]
    lines += [snapshot[name] for name in ("name_latin", "name_own", "hours", "level", "score", "number")]
    lines += [grouped(certificate.code), "1 September – 20 November 2026", "23 November 2026"]
    assert [line for line in lines if line not in text] == []


def test_page_shows_what_is_printed_to_a_reader_of_another_language(certificate):
    text = unescape(Client(HTTP_ACCEPT_LANGUAGE="ru").get(f"/v/{certificate.code}").content.decode())
    titles = certificate.snapshot["course_title"]
    assert (f"{titles['az']} / {titles['en']}" in text, titles["ru"] in text) == (True, False)


def test_typed_code_leads_to_its_own_address(client):
    page = client.get("/v/", {"code": "abcd efgh-opqr st27"})
    assert page.url == "/v/abcd%20efgh-opqr%20st27"


def test_empty_form_says_what_to_do(client):
    page = client.get("/v/", {"code": ""})
    assert page.status_code == 200
    assert "This field is required." in page.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_verification_only_reads(client, certificate, method):
    assert getattr(client, method)(f"/v/{certificate.code}").status_code == 405


def test_guessing_slows_down_one_address_and_serves_the_others(client, certificate):
    for _ in range(MISSES):
        assert client.get(f"/v/{NOBODYS}").status_code == 404
    assert client.get(f"/v/{NOBODYS}").status_code == 429
    assert client.get(f"/v/{certificate.code}").status_code == 200
    assert client.get(f"/v/{NOBODYS}", REMOTE_ADDR="10.0.0.9").status_code == 404


def test_client_address_believes_only_our_own_proxies(rf, settings):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 1.2.3.4", REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(request) == "1.2.3.4"


def test_verification_needs_one_query(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(f"/v/{certificate.code}")


def test_codes_are_not_derived_from_anything_counted(certificate, now):
    other = domain.issue(make_completed(cohort=certificate.enrolment.cohort), actor=None, now=now)
    assert other.n == certificate.n + 1
    assert not Certificate.objects.filter(code=F("number")).exists()
    assert other.code[:4] != certificate.code[:4] or other.code[4:8] != certificate.code[4:8]


def upload(client, content: bytes, name: str = "paper.pdf", **over):
    return client.post("/v/", {"file": SimpleUploadedFile(name, content)}, **over)


def heading(page) -> str:
    return unescape(re.search(r"<h1>(.*?)</h1>", page.content.decode())[1])


def test_file_we_made_is_the_first_thing_the_page_says(client, certificate):
    page = upload(client, files.paper(certificate))
    text = unescape(page.content.decode())
    assert (page.status_code, heading(page)) == (200, "This certificate is valid")
    assert "This is the file we made, unchanged" in text
    assert certificate.number in text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")


def test_changed_file_is_said_to_be_changed_and_the_register_shown(client, certificate):
    page = upload(client, files.updated(files.paper(certificate)))
    assert heading(page) == "This file was changed after we made it"
    assert certificate.number in page.content.decode()
    assert "Seal" not in heading(page)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (files.foreign(), "We cannot tell from this file"),
        (b"no pdf", "We cannot read this file"),
        (files.locked(files.foreign()), "This file is behind a password, so we cannot read it"),
    ],
    ids=["foreign", "garbage", "locked"],
)
def test_file_that_tells_nothing_leads_to_the_code(client, content, words):
    page = upload(client, content)
    assert (page.status_code, heading(page)) == (200, words)
    assert 'name="code"' in page.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose the file first."),
        ({"file": "text"}, "Choose the file first."),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "This file is empty. Choose the PDF as you received it."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(LARGEST))}, "This file is larger than 5 MB"),
    ],
    ids=["nothing", "text", "empty", "large"],
)
def test_form_says_at_its_field_what_is_wrong_with_a_file(client, data, words):
    page = client.post("/v/", data)
    assert page.status_code == 200
    assert words in page.context["paper"].errors["file"][0]


def test_request_that_is_far_too_large_is_not_read(client):
    page = client.generic("POST", "/v/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999")
    assert (page.status_code, "larger than 5 MB" in page.content.decode()) == (413, True)


def test_length_that_is_no_number_is_nothing(client):
    page = client.generic("POST", "/v/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="much")
    assert (page.status_code, page.context["paper"].errors["file"]) == (200, ["Choose the file first."])


def test_many_large_files_in_one_request_take_the_memory_of_one(rf):
    request = rf.post("/v/", {f"file{n}": SimpleUploadedFile("a.pdf", bytes(LARGEST // 2)) for n in range(5)})
    request.upload_handlers = [InMemory(request)]
    assert sum(file.size for file in request.FILES.values()) == LARGEST + 1


def test_file_is_never_stored(client, certificate, monkeypatch):
    paper = files.paper(certificate)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *_, **__: pytest.fail("a file on the disk"))
    assert upload(client, paper + bytes(3_000_000)).status_code == 200


def test_file_needs_the_token_of_the_form(certificate):
    strict = Client(enforce_csrf_checks=True)
    assert upload(strict, b"%PDF-").status_code == 403


def test_unknown_files_slow_down_one_address_and_ours_are_answered(client, certificate, monkeypatch):
    paper = files.paper(certificate)
    monkeypatch.setattr(verification, "inspect", lambda _content: Look("unreadable"))
    for _ in range(MISSES):
        assert upload(client, b"no pdf").status_code == 200
    slowed = upload(client, b"no pdf")
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "600")
    assert heading(upload(client, paper)) == "This certificate is valid"
    assert upload(client, b"no pdf", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_page_asks_to_come_back_while_many_files_are_checked(client, monkeypatch):
    def busy(content):
        raise Busy

    monkeypatch.setattr(verification, "inspect", busy)
    page = upload(client, b"no pdf")
    assert (page.status_code, page["Retry-After"]) == (503, "60")


def test_replaced_certificate_names_its_successor(client, certificate, now):
    person, centre = certificate.enrolment.person, certificate.series.centre
    people.update_name(person, actor=person, name="Мария Иванова", name_latin="Mariia Ivanova", now=now)
    clerk, approver = make_staff(Role.CENTRE_STAFF, centre=centre), make_staff(Role.APPROVER, centre=centre)
    batch = domain.request_replacement(certificate, reason=Reason.NAME_CHANGED, actor=clerk, now=now)
    domain.run_batch(batch, now=now)
    domain.run_batch(domain.approve_batch(batch, actor=approver, now=now), now=now)
    page = client.get(f"/v/{certificate.code}")
    assert heading(page) == "This certificate was replaced"
    assert Certificate.objects.get(replaces=certificate).number in page.content.decode()


def test_diploma_shows_its_supplement(client, now):
    KindRule.objects.update_or_create(kind=Kind.DIPLOMA, defaults={"second_person": False})
    certificate = domain.issue(make_completed(), actor=None, now=now, kind=Kind.DIPLOMA)
    page = client.get(f"/v/{certificate.code}")
    assert page.status_code == 200
    assert page.context["facts"]["modules"] == [
        each | {"title": each["title"]["en"]} for each in certificate.snapshot["modules"]
    ]
