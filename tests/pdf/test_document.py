import hashlib
import re
import weakref

from lms.pdf.document import Document
from lms.pdf.shaping import shape
from tests.conftest import NOW
from tests.pdf.standard import File, complaints
from tests.pdf.tools import fonts, run, texts, unpacked, values

NAMES = ["Əliyeva Günəş", "Мария Щербакова", "محمد رضا حسینی", "გიორგი", "Nguyễn Thị Ánh"]


def pdf(*lines: str, pages: int = 1, moment=NOW, title: str = "Şəhadət & <b>") -> bytes:
    document = Document(title=title, author="Mərkəz", language="az", moment=moment)
    for _ in range(pages):
        page = document.page(width=400, height=300)
        page.decorate("0 0 m 10 10 l S")
        for at, line in enumerate(lines):
            with page.tagged("P", language="az"):
                page.text(shape(line), 40, 250 - 24 * at, size=14)
    return document.to_bytes()


def test_document_gives_back_its_text_in_logical_order():
    assert texts(pdf(*NAMES)) == NAMES


def test_document_gives_back_a_name_with_god_in_it():
    assert texts(pdf("عبدالله سلام لا")) == ["عبدالله سلام لا"]


def test_document_gives_back_the_joiner_of_a_persian_word():
    assert texts(pdf("می\u200cخواهم")) == ["می\u200cخواهم"]


def test_document_gives_back_markup_as_it_was_written():
    assert texts(pdf("<img src=/etc/passwd> & O'Neil")) == ["<img src=/etc/passwd> & O'Neil"]


def test_document_embeds_every_font_it_names():
    assert fonts(pdf(*NAMES)) == [
        ["NotoNaskhArabic-Regular", "yes", "yes", "yes"],
        ["NotoSans-Regular", "yes", "yes", "yes"],
        ["NotoSansGeorgian-Regular", "yes", "yes", "yes"],
    ]


def test_document_without_text_names_no_font():
    assert fonts(pdf()) == []


def test_document_passes_the_check_of_qpdf():
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", "FILE", pdf=pdf(*NAMES, pages=3))


def test_document_tells_what_it_is():
    info = dict(re.findall(r"(?m)^(.+?): +(.*)$", run("pdfinfo", "-isodates", "FILE", pdf=pdf("a"))))
    assert {key: info[key] for key in ("Title", "Author", "CreationDate", "ModDate", "Tagged", "PDF version")} == {
        "Title": "Şəhadət & <b>",
        "Author": "Mərkəz",
        "CreationDate": "2026-11-23T06:00:00Z",
        "ModDate": "2026-11-23T06:00:00Z",
        "Tagged": "yes",
        "PDF version": "1.7",
    }
    assert '<rdf:li xml:lang="x-default">Şəhadət &amp; &lt;b&gt;</rdf:li>' in run(
        "pdfinfo", "-meta", "FILE", pdf=pdf("a")
    )


def test_document_says_its_language_and_that_of_its_parts():
    content = unpacked(pdf("a", "b"))
    assert (content.count(b"/Lang (az)"), b"/MarkInfo" in content, b"/DisplayDocTitle true" in content) == (
        3,
        True,
        True,
    )


def test_document_tags_text_and_leaves_decoration_out():
    structure = run("pdfinfo", "-struct-text", "FILE", pdf=pdf("Əliyeva", "Günəş"))
    assert re.findall(r'Document|P \(block\)|"[^"]*"', structure) == [
        "Document", "P (block)", '"Əliyeva"', "P (block)", '"Günəş"',
    ]  # fmt: skip


def test_document_gives_readers_the_letters_of_a_line_from_the_right():
    assert values(pdf("محمد رضا", "Мария"), "/ActualText") == ["محمد رضا"]


def test_document_is_the_same_whatever_was_drawn_before():
    first = pdf(*NAMES)
    pdf("Səba ةثت", "ჰაერი", *reversed(NAMES))
    assert hashlib.sha256(pdf(*NAMES)).hexdigest() == hashlib.sha256(first).hexdigest()


def test_document_has_another_identity_for_another_moment_or_text():
    def identity(content: bytes) -> bytes:
        return re.search(rb"/ID\s*\n?\s*\[<([0-9a-f]+)>", content)[1]

    found = {identity(pdf("a")), identity(pdf("a", moment=NOW.replace(hour=7))), identity(pdf("b")), identity(pdf("a"))}
    assert len(found) == 3


def test_many_pages_share_their_fonts():
    one, ten = pdf(*NAMES), pdf(*NAMES, pages=10)
    assert (fonts(ten) == fonts(one), len(ten) - len(one) < 9 * 2600) == (True, True)
    assert texts(ten) == NAMES * 10


def test_two_texts_of_one_glyph_are_both_given_back():
    # The joiner is drawn with the glyph of the space.
    assert texts(pdf("می\u200cخواهم رضا")) == ["می\u200cخواهم رضا"]


def test_what_the_pages_of_a_print_file_have_in_common_is_written_once_in_the_order_of_drawing():
    document = Document(title="", author="", language="az", moment=NOW, tagged=False)
    for n in range(5, 25):
        page = document.page(width=400, height=300)
        for operators in ("0 0 m 10 10 l S", f"{n} 0 m 10 10 l S", "1 1 m 10 10 l S"):
            page.decorate(operators)
    pdf = document.to_bytes()
    file = File(pdf)
    pages = [file.of(kid) for kid in file.of(file.catalog["/Pages"])["/Kids"]]
    drawn = [re.findall(rb"(\d+ \d+) m", file.drawn(page)) for page in pages]
    assert drawn == [[b"0 0", f"{n} 0".encode(), b"1 1"] for n in range(5, 25)]
    assert len({stream for page in pages for stream in page["/Contents"]}) == 2 + 20


def test_print_file_says_in_each_page_only_what_is_its_own():
    def size(count: int) -> int:
        document = Document(title="", author="", language="az", moment=NOW, tagged=False)
        for n in range(count):
            page = document.page(width=400, height=300)
            for line in [*NAMES, f"N {n % 10}"]:
                page.text(shape(line), 40, 250, size=14)
        return len(document.to_bytes())

    assert (size(200) - size(100)) / 100 < 400


def test_document_that_is_let_go_is_gone_at_once():
    # Else everything drawn in an hour waits for the collector of garbage, which then takes as long as fifty certificates.
    document = Document(title="", author="", language="az", moment=NOW)
    with document.page(width=400, height=300).tagged("P"):
        pass
    document.to_bytes()
    gone = weakref.ref(document.pages[0])
    del document
    assert gone() is None


def test_title_with_what_xml_has_no_place_for_is_still_a_title():
    content = pdf("a", title="Kurs\x0b\r\n A1 \x07\ufffe«Dil»")
    assert '<rdf:li xml:lang="x-default">Kurs A1 «Dil»</rdf:li>' in run("pdfinfo", "-meta", "FILE", pdf=content)
    assert [each for each in complaints(content) if each.startswith("metadata")] == []
