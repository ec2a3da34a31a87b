"""The seal: every change after it is found."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from stat import S_IMODE

import pytest
from asn1crypto import pem
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers import pdf_signer

from certificates import signing
from certificates.seals import CannotSeal
from lms.pdf.document import Document
from lms.pdf.shaping import shape
from tests.certificates import files
from tests.conftest import NOW
from tests.pdf.tools import run

LONG_AGO = datetime(2016, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def seal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    signing.make_authority(folder, name="Seal of the tests", now=NOW)
    return signing.LocalSeal(folder)


@pytest.fixture(scope="module")
def plain() -> bytes:
    document = Document(title="Sertifikat", author="Mərkəz", language="az", moment=NOW)
    page = document.page(width=400, height=300)
    with page.tagged("P"):
        page.text(shape("Əliyeva Günəş"), 40, 250, size=14)
    return document.to_bytes()


@pytest.fixture(scope="module")
def paper(seal, plain) -> bytes:
    return seal.sealed(plain)


@pytest.fixture
def sealed_at(monkeypatch):
    """`sealed_at(seal, pdf, moment)`: as if it were sealed then."""

    def sealed(seal, pdf: bytes, moment: datetime) -> bytes:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):  # noqa: ARG003 - as datetime has it
                return moment

        with monkeypatch.context() as patch:
            patch.setattr(pdf_signer, "datetime", Clock)
            return seal.sealed(pdf)

    return sealed


def test_seal_is_found_intact_and_ours(seal, paper):
    found = signing.seal_of(paper, roots=seal.roots())
    assert (found.is_intact, found.is_ours, found.signer) == (True, True, "Seal of the tests")


def test_seal_of_another_authority_is_intact_and_not_ours(paper, tmp_path):
    signing.make_authority(tmp_path, name="Somebody", now=NOW)
    found = signing.seal_of(paper, roots=signing.LocalSeal(tmp_path).roots())
    assert (found.is_intact, found.is_ours) == (True, False)


def test_seal_of_somebody_else_under_the_same_authority_is_not_ours(seal, paper, tmp_path):
    """A national authority vouches for many; we say which seals are ours."""
    signing.make_authority(tmp_path, name="Somebody", now=NOW)
    own, other = (_pem(signing.bundle(folder).leaf) for folder in (seal.folder, tmp_path))
    found = [signing.seal_of(each, roots=seal.roots(), leaves=[own]) for each in (paper, files.flipped(paper))]
    assert [(each.is_ours, each.is_intact) for each in found] == [(True, True), (True, False)]
    found = [signing.seal_of(each, roots=seal.roots(), leaves=[other]) for each in (paper, files.flipped(paper))]
    assert [(each.is_ours, each.is_intact) for each in found] == [(False, True), (False, False)]


def _pem(certificate) -> bytes:
    return pem.armor("CERTIFICATE", certificate.dump())


@pytest.mark.parametrize("at", [400, 2000, 5000])
def test_changed_byte_breaks_the_seal(seal, paper, at):
    changed = paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :]
    found = signing.seal_of(changed, roots=seal.roots())
    assert found is None or not found.is_intact


def test_broken_seal_is_still_known_as_ours(seal, paper, tmp_path):
    changed = paper[:2000] + bytes([paper[2000] ^ 1]) + paper[2001:]
    signing.make_authority(tmp_path, name="Somebody", now=NOW)
    found = [signing.seal_of(changed, roots=each.roots()) for each in (seal, signing.LocalSeal(tmp_path))]
    assert [(each.is_ours, each.is_intact) for each in found] == [(True, False), (False, False)]


def test_what_was_added_behind_breaks_the_seal(seal, paper):
    found = signing.seal_of(paper + b"\n9 0 obj\n<< /A 1 >>\nendobj\n", roots=seal.roots())
    assert found is None or not found.is_intact


def test_another_paper_in_the_gap_of_the_seal_is_not_sealed(seal, paper):
    """The library alone calls it intact, and covered from the first byte to the last."""
    found = signing.seal_of(files.transplanted(paper), roots=seal.roots())
    assert (found.is_ours, found.is_intact) == (True, False)


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


def test_paper_waits_while_the_key_is_damaged(tmp_path):
    (tmp_path / signing.KEY).write_bytes(b"-----BEGIN")
    with pytest.raises(CannotSeal):
        signing.LocalSeal(tmp_path).sealed(b"%PDF-1.7")


def test_longest_name_of_a_seal_has_room_in_the_paper(tmp_path, plain):
    signing.make_authority(tmp_path, name="Təlim Mərkəzi " * 8, now=NOW)
    seal = signing.LocalSeal(tmp_path)
    found = signing.seal_of(seal.sealed(plain), roots=seal.roots())
    assert (found.is_intact, found.is_ours) == (True, True)
    assert len(found.signer.encode()) > 60


def test_seal_is_made_and_judged_beside_a_running_loop(seal, plain):
    async def beside():
        return signing.seal_of(seal.sealed(plain), roots=seal.roots())

    with ThreadPoolExecutor() as pool:  # this one may have a loop already: a browser's driver keeps it
        assert pool.submit(lambda: asyncio.run(beside())).result().is_ours is True


def test_private_key_is_for_its_owner_alone(seal):
    assert S_IMODE((seal.folder / signing.KEY).stat().st_mode) == 0o400


def test_authority_is_made_once(seal):
    before = (seal.folder / signing.KEY).read_bytes()
    signing.make_authority(seal.folder, name="Again", now=NOW + timedelta(days=1))
    assert (seal.folder / signing.KEY).read_bytes() == before


def test_of_two_seals_made_at_once_one_stays_and_nothing_else_is_left(tmp_path):
    with ThreadPoolExecutor() as pool:
        made = [pool.submit(signing.make_authority, tmp_path, name=f"Seal {n}", now=NOW) for n in range(4)]
    assert [each.exception() for each in made] == [None] * 4
    key, root = sorted(tmp_path.iterdir(), reverse=True)
    assert (key.name, signing.common_name(root.read_bytes())) == (
        signing.KEY,
        f"{signing.bundle(tmp_path).leaf.subject.native['common_name']} (root)",
    )


def test_what_the_old_seal_sealed_stays_sealed_after_rotation(tmp_path, plain):
    seal = sealing(tmp_path, now=NOW)
    old = seal.sealed(plain)
    signing.change_authority(tmp_path, name="Second", now=NOW)
    new = seal.sealed(plain)
    found = [signing.seal_of(each, roots=seal.roots()) for each in (old, new)]
    assert [(each.is_ours, each.signer) for each in found] == [(True, "Seal"), (True, "Second")]


def test_what_a_stolen_seal_sealed_is_not_ours_any_more(tmp_path, plain):
    seal = sealing(tmp_path, now=NOW)
    old = seal.sealed(plain)
    signing.change_authority(tmp_path, name="Second", now=NOW, withdraw=True)
    assert signing.seal_of(old, roots=seal.roots()).is_ours is False


def test_seal_is_judged_as_of_its_own_time(tmp_path, plain, sealed_at):
    """Sealed in 2016 with a key that was good until 2018."""
    seal = sealing(tmp_path, now=LONG_AGO)
    found = signing.seal_of(sealed_at(seal, plain, LONG_AGO), roots=seal.roots())
    assert (found.is_intact, found.is_ours, found.at) == (True, True, LONG_AGO)


def test_seal_of_a_time_when_its_key_was_not_good_is_not_ours(tmp_path, plain, sealed_at):
    seal = sealing(tmp_path, now=LONG_AGO)
    pdf = sealed_at(seal, plain, LONG_AGO.replace(year=2019))
    assert signing.seal_of(pdf, roots=seal.roots()).is_ours is False


def test_second_signature_does_not_hide_ours(seal, paper, tmp_path):
    signing.make_authority(tmp_path, name="Somebody", now=NOW)
    again = BytesIO()
    metadata = signers.PdfSignatureMetadata(field_name="Another", md_algorithm="sha256")
    with ThreadPoolExecutor() as pool:
        writer = IncrementalPdfFileWriter(BytesIO(paper))
        pool.submit(signers.sign_pdf, writer, metadata, signing._signer(tmp_path), output=again).result()
    found = signing.seal_of(again.getvalue(), roots=seal.roots())
    assert (found.is_ours, found.is_intact, found.signer) == (True, False, "Seal of the tests")


def sealing(folder, *, now) -> signing.LocalSeal:
    signing.make_authority(folder, name="Seal", now=now)
    return signing.LocalSeal(folder)


def test_paper_waits_while_the_key_is_missing(tmp_path, settings):
    settings.KEYS_MADE_ON_FIRST_USE = False
    with pytest.raises(CannotSeal):
        signing.LocalSeal(tmp_path / "nothing").sealed(b"%PDF-1.7")
