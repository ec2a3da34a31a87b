"""`manage.py verify_certificate FILE|CODE`."""

import io

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from certificates import domain
from certificates.models import Certificate
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(now) -> Certificate:
    return domain.issue(make_completed(person=make_person(name="Günəş Əliyeva")), actor=None, now=now)


@pytest.fixture
def paper(certificate, tmp_path):
    with storages["private"].open(domain.rendered(certificate).storage_key) as file:
        (tmp_path / "paper.pdf").write_bytes(file.read())
    return tmp_path / "paper.pdf"


def said(what) -> list[str]:
    out = io.StringIO()
    call_command("verify_certificate", str(what), stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(("locale", "word"), [("az_AZ.UTF-8", "Etibarlıdır"), ("en_US.UTF-8", "Valid"), ("C", "Valid")])
def test_certificate_is_verified_by_its_code_in_the_language_of_the_terminal(certificate, monkeypatch, locale, word):
    monkeypatch.setenv("LC_ALL", locale)
    lines = said(certificate.code.lower())
    assert lines[:3] == [word, f"number: {certificate.number}", "name_latin: Günəş Əliyeva"]


def test_certificate_is_verified_by_its_file(certificate, paper):
    assert f"number: {certificate.number}" in said(paper)


def test_file_with_one_changed_byte_is_not_a_certificate(paper):
    content = bytearray(paper.read_bytes())
    content[-20] ^= 1
    paper.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        said(paper)
    assert refused.value.returncode == 1


def test_unknown_code_is_not_a_certificate():
    with pytest.raises(CommandError) as refused:
        said("A" * 16)
    assert refused.value.returncode == 1
