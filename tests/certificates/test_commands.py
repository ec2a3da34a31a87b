"""`manage.py verify_certificate FILE|CODE`, `make_seal` and `signing_keys`."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from certificates import domain, signing
from certificates.enums import KeyPurpose, KeyState, Reason
from certificates.models import Certificate
from lms.accounts.enums import Role
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(settings, now) -> Certificate:
    settings.DEMO = False
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


def asked(what) -> tuple[list[str], str, int]:
    """In English: what is said, the last sentence, and the exit code."""
    out = io.StringIO()
    try:
        call_command("verify_certificate", str(what), "--lang", "en", stdout=out)
    except CommandError as refused:
        return out.getvalue().splitlines(), str(refused), refused.returncode
    return out.getvalue().splitlines(), "", 0


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("az_AZ.UTF-8", "Bu sertifikat etibarlıdır"),
        ("en_US.UTF-8", "This certificate is valid"),
        ("C", "This certificate is valid"),
    ],
)
def test_certificate_is_verified_by_its_code_in_the_language_of_the_terminal(
    certificate, monkeypatch, locale, sentence
):
    monkeypatch.setenv("LC_ALL", locale)
    lines = said(certificate.code.lower())
    assert lines[:3] == [sentence, f"number: {certificate.number}", "name_latin: Günəş Əliyeva"]


def test_language_may_be_asked_for(certificate):
    assert said(certificate.code, "--lang", "ru")[0] == "Этот сертификат действителен"


def test_certificate_is_verified_by_its_file(certificate, paper):
    assert said(paper, "--lang", "en")[:3] == [
        "This is the file we made, unchanged",
        "This certificate is valid",
        f"number: {certificate.number}",
    ]


def test_changed_file_is_not_valid_whatever_the_certificate_is_that_it_names(certificate, paper):
    content = bytearray(paper.read_bytes())
    content[2000] ^= 1
    paper.write_bytes(content)
    lines, ending, code = asked(paper)
    assert (lines[:4], ending, code) == (
        [
            "This file was changed after we made it",
            "Do not rely on what it shows. Only what the register says below is true.",
            "The certificate that it names, in the register: Valid",
            f"  number: {certificate.number}",
        ],
        "Not valid: do not accept it.",
        1,
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"{}"])
def test_file_that_says_nothing_is_unknown(tmp_path, content):
    (tmp_path / "file.pdf").write_bytes(content)
    lines, ending, code = asked(tmp_path / "file.pdf")
    assert (len(lines), ending, code) == (1, "Not known here: it proves nothing.", 2)


def test_revoked_certificate_is_not_valid(certificate, paper, now):
    revoke(certificate, now=now)
    lines, ending, code = asked(certificate.code)
    assert (lines[0], ending, code) == ("This certificate was revoked", "Not valid: do not accept it.", 1)
    assert asked(paper)[2] == 1


def test_specimen_is_told_from_a_certificate(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    assert said(certificate.code, "--lang", "en")[:2] == [
        "This certificate is valid",
        "This is a specimen from a demonstration. It proves nothing.",
    ]


def test_unknown_code_is_told_from_one_that_is_not_valid():
    assert asked("A" * 16) == (["No certificate with this code"], "Not known here: it proves nothing.", 2)


@pytest.mark.parametrize("what", ["nowhere.pdf", "/nowhere/at/all"])
def test_missing_file_cannot_be_read(what):
    assert asked(what) == ([], f"This file cannot be read: {what}", 2)


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


def test_key_is_not_lost_in_the_future(folder):
    key = domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    tomorrow = timezone.now() + timedelta(days=1)
    with translation.override("en"), pytest.raises(CommandError, match="This moment has not come yet"):
        call_command("signing_keys", "compromised", key.kid, "--since", tomorrow.isoformat())
    key.refresh_from_db()
    assert key.state == KeyState.ACTIVE
