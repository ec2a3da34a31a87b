"""`manage.py verify_certificate FILE|CODE` and `make_seal`."""

import io

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from certificates import domain, signing
from certificates.enums import Reason
from certificates.models import Certificate
from lms.accounts.enums import Role
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(now) -> Certificate:
    return domain.issue(make_completed(person=make_person(name="Günəş Əliyeva")), actor=None, now=now)


@pytest.fixture
def paper(certificate, tmp_path):
    with storages["private"].open(domain.rendered(certificate).storage_key) as file:
        (tmp_path / "paper.pdf").write_bytes(file.read())
    return tmp_path / "paper.pdf"


def revoke(certificate, *, now):
    centre = certificate.series.centre
    asked = domain.request_revocation(
        certificate, reason=Reason.FRAUD, actor=make_staff(Role.CENTRE_STAFF, centre=centre), now=now
    )
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=now)


def said(what, *arguments) -> list[str]:
    out = io.StringIO()
    call_command("verify_certificate", str(what), *arguments, stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


def exit_code(what) -> int:
    try:
        said(what)
    except CommandError as refused:
        return refused.returncode
    return 0


@pytest.mark.parametrize(("locale", "word"), [("az_AZ.UTF-8", "Etibarlıdır"), ("en_US.UTF-8", "Valid"), ("C", "Valid")])
def test_certificate_is_verified_by_its_code_in_the_language_of_the_terminal(certificate, monkeypatch, locale, word):
    monkeypatch.setenv("LC_ALL", locale)
    lines = said(certificate.code.lower())
    assert lines[:3] == [word, f"number: {certificate.number}", "name_latin: Günəş Əliyeva"]


def test_language_may_be_asked_for(certificate):
    assert said(certificate.code, "--lang", "ru")[0] == "Действителен"


def test_certificate_is_verified_by_its_file(certificate, paper):
    assert said(paper, "--lang", "en")[:3] == [
        "This is the file we made, unchanged",
        "Valid",
        f"number: {certificate.number}",
    ]


def test_changed_file_is_not_valid(paper):
    content = bytearray(paper.read_bytes())
    content[2000] ^= 1
    paper.write_bytes(content)
    assert exit_code(paper) == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"{}"])
def test_file_that_says_nothing_is_unknown(tmp_path, content):
    (tmp_path / "file.pdf").write_bytes(content)
    assert exit_code(tmp_path / "file.pdf") == 2


def test_revoked_certificate_is_not_valid(certificate, paper, now):
    revoke(certificate, now=now)
    assert (exit_code(certificate.code), exit_code(paper)) == (1, 1)


@pytest.mark.parametrize("what", ["A" * 16, "nowhere.pdf", "/nowhere/at/all"])
def test_unknown_code_and_missing_file_are_unknown(what):
    assert exit_code(what) == 2


@pytest.fixture
def folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


def test_seal_is_made_once_and_then_by_rotation_only(folder):
    call_command("make_seal", "--name", "Centre", stdout=io.StringIO())
    before = (folder / signing.KEY).read_bytes()
    with pytest.raises(CommandError, match="A seal is there already"):
        call_command("make_seal", "--name", "Centre")
    assert (folder / signing.KEY).read_bytes() == before


def test_rotation_keeps_the_old_authority_and_theft_does_not(folder):
    call_command("make_seal", "--name", "First", stdout=io.StringIO())
    call_command("make_seal", "--name", "Second", "--rotate", stdout=io.StringIO())
    call_command("make_seal", "--name", "Third", "--stolen", stdout=io.StringIO())
    names = {signing.common_name(each) for each in signing.LocalSeal(folder).roots()}
    assert names == {"First (root)", "Third (root)"}


def test_seal_is_not_rotated_before_there_is_one(folder):
    with pytest.raises(CommandError, match="There is no seal yet"):
        call_command("make_seal", "--name", "Centre", "--rotate")
