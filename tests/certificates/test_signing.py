"""The seal: every change after it is found."""

from datetime import timedelta
from stat import S_IMODE

import pytest

from certificates import signing
from lms.pdf.document import Document
from lms.pdf.shaping import shape
from tests.conftest import NOW
from tests.pdf.tools import run


@pytest.fixture(scope="module")
def seal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    signing.make_authority(folder, name="Seal of the tests", now=NOW)
    return signing.LocalSeal(folder)


@pytest.fixture(scope="module")
def paper(seal) -> bytes:
    document = Document(title="Sertifikat", author="Mərkəz", language="az", moment=NOW)
    page = document.page(width=400, height=300)
    with page.tagged("P"):
        page.text(shape("Əliyeva Günəş"), 40, 250, size=14)
    return seal.sealed(document.to_bytes())


def test_seal_is_found_intact_and_ours(seal, paper):
    found = signing.seal_of(paper, roots=seal.roots())
    assert (found.is_intact, found.is_ours, found.signer) == (True, True, "Seal of the tests")


def test_seal_of_another_authority_is_intact_and_not_ours(paper, tmp_path):
    signing.make_authority(tmp_path, name="Somebody", now=NOW)
    found = signing.seal_of(paper, roots=signing.LocalSeal(tmp_path).roots())
    assert (found.is_intact, found.is_ours) == (True, False)


@pytest.mark.parametrize("at", [400, 2000, 5000])
def test_changed_byte_breaks_the_seal(seal, paper, at):
    changed = paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :]
    found = signing.seal_of(changed, roots=seal.roots())
    assert found is None or not found.is_intact


def test_what_was_added_behind_breaks_the_seal(seal, paper):
    found = signing.seal_of(paper + b"\n9 0 obj\n<< /A 1 >>\nendobj\n", roots=seal.roots())
    assert found is None or not found.is_intact


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<html>", b"\0" * 1000, b"%PDF-1.7\nxref\ntrailer <</Root 1 0 R>>"]
)
def test_what_is_no_paper_has_no_seal(seal, content):
    assert signing.seal_of(content, roots=seal.roots()) is None


def test_seal_is_valid_to_poppler_too(paper):
    said = run("pdfsig", "FILE", pdf=paper)
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_sealed_paper_passes_the_check_of_qpdf(paper):
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", "FILE", pdf=paper)


def test_private_key_is_for_its_owner_alone(seal):
    assert S_IMODE((seal.folder / signing.KEY).stat().st_mode) == 0o400


def test_authority_is_made_once(seal):
    before = (seal.folder / signing.LEAF).read_bytes()
    signing.make_authority(seal.folder, name="Again", now=NOW + timedelta(days=1))
    assert (seal.folder / signing.LEAF).read_bytes() == before


def test_paper_waits_while_the_key_is_missing(tmp_path, settings):
    settings.KEYS_MADE_ON_FIRST_USE = False
    with pytest.raises(signing.CannotSeal):
        signing.LocalSeal(tmp_path / "nothing").sealed(b"%PDF-1.7")
