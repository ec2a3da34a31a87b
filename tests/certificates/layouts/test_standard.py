"""Every paper says that it is PDF/A-3a: what that asks for is looked at by programs that did not make it (docs/testing.md)."""

import subprocess

import pytest

from certificates import signing
from certificates.layouts import SHIPPED, render
from tests.certificates.layouts.samples import CREDENTIAL, KINDS, NAMES, longest, named
from tests.conftest import NOW
from tests.pdf.standard import complaints
from tests.pdf.tools import run, texts

CLEAN = "No syntax or stream encoding errors found"


@pytest.fixture(scope="module")
def seal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seal")
    signing.make_authority(folder, name="Seal of the tests", now=NOW)
    return signing.LocalSeal(folder)


def unsealed(kind: str, key: str = "az") -> bytes:
    return render(SHIPPED[kind].spec, named(key) | {"test": True}, credential=CREDENTIAL)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", NAMES)
def test_paper_keeps_the_rules_of_the_archive(kind, key):
    assert complaints(unsealed(kind, key)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_longest_paper_keeps_the_rules_of_the_archive(kind):
    assert complaints(longest(kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_sealed_paper_keeps_the_rules_of_the_archive(kind, seal):
    assert complaints(seal.sealed(unsealed(kind))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_sealed_paper_passes_the_check_of_qpdf(kind, seal):
    assert CLEAN in run("qpdf", "--check", "FILE", pdf=seal.sealed(unsealed(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_seal_is_valid_to_poppler_and_ours_to_pyhanko(kind, seal):
    pdf = seal.sealed(unsealed(kind))
    found = signing.seal_of(pdf, roots=seal.roots())
    said = run("pdfsig", "FILE", pdf=pdf)
    assert (found.is_intact, found.is_ours, "Signature is Valid" in said, "Total document signed" in said) == (
        True,
    ) * 4


@pytest.mark.parametrize("kind", KINDS)
def test_sealing_changes_no_word(kind, seal):
    assert texts(seal.sealed(unsealed(kind))) == texts(unsealed(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_credential_is_taken_out_as_it_was_put_in(kind, seal, tmp_path):
    target = tmp_path / "paper.pdf"
    target.write_bytes(seal.sealed(unsealed(kind)))
    out = tmp_path / "credential.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", str(out), str(target)], check=True, timeout=60)
    assert out.read_bytes() == CREDENTIAL


@pytest.mark.parametrize(
    ("sound", "spoilt", "clause"),
    [
        (b"<pdfaid:part>3", b"<pdfaid:part>2", "6.6.4"),
        (
            b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">S',
            b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">T',
            "6.6.3",
        ),
        (b"/GTS_PDFA1", b"/GTS_PDFX1", "6.2.3"),
        (b"/Marked true", b"/Markex true", "6.7.2.2"),
        (b"/AFRelationship", b"/AFRelationshix", "6.8"),
        (b"/S /Figure", b"/S /Figurx", "6.7.3.4"),
        (b"/FontFile2", b"/FontFilex", "6.2.11.4"),
        (b"/ToUnicode", b"/ToUnicodx", "6.2.11.7"),
    ],
)
def test_what_breaks_a_rule_is_found(sound, spoilt, clause):
    pdf = unsealed("course")
    assert sound in pdf
    assert clause in " ".join(complaints(pdf.replace(sound, spoilt)))
