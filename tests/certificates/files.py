"""Papers as strangers bring them: ours, and what people make of ours."""

import json
import re
from io import BytesIO

from django.core.files.storage import storages
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from certificates import domain
from certificates.models import Certificate
from lms.pdf.document import Document
from lms.pdf.shaping import shape
from tests.conftest import NOW


def bytes_of(file) -> bytes:
    with storages["private"].open(file.storage_key) as stored:
        return stored.read()


def paper(certificate: Certificate) -> bytes:
    return bytes_of(domain.rendered(certificate, now=NOW))


def badge(certificate: Certificate) -> bytes:
    return bytes_of(domain.credential_of(certificate, now=NOW))


def flipped(pdf: bytes, at: int = 2000) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def updated(pdf: bytes) -> bytes:
    """With something drawn over it in an incremental update, as editors save."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.add_stream_to_page(0, generic.StreamObject(stream_data=b"BT /F1 24 Tf 100 300 Td (Somebody Else) Tj ET"))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def transplanted(pdf: bytes, *, attached: bytes = b"{}") -> bytes:
    """Another paper that stands in the gap of our seal: what was sealed is still around it, and the seal is in a string beside.

    As the attacks on the byte range of signatures do it. `attached` is the credential of that paper.
    """
    [found] = re.findall(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    length, second, rest = map(int, found)
    table = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    room = 80_000
    seal = bytes.fromhex(pdf[length + 1 : second - 1].decode()).ljust(room, b"\0")
    for plain, written in ((b"\\", rb"\\"), (b"(", rb"\("), (b")", rb"\)"), (b"\r", rb"\r")):
        seal = seal.replace(plain, written)
    drawn = b"BT /F1 24 Tf 100 300 Td (Somebody Else) Tj ET"
    byte_range = b"[0 %d %d %d]" % (length, length + 2 * room + 2, rest)
    objects = [
        (
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>"
            b"/Names<</EmbeddedFiles<</Names[(credential.json)<</Type/Filespec/EF<</F 7 0 R>>>>]>>>>>>"
        ),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</FT/Sig/T(Seal)/V 6 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>",
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange%s/Contents(%s)>>"
        % (byte_range, seal),
        b"<</Type/EmbeddedFile/Length %d>>stream\n%s\nendstream" % (len(attached), attached),
    ]
    head = b"xref\n0 8\n0000000000 65535 f \n"
    tail = b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    begin, rows, body = table + len(head) + 7 * 20 + len(tail), b"", b""
    for n, content in enumerate(objects, start=1):
        rows += b"%010d 00000 n \n" % (begin + len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (n, content)
    inside = b" " * (table - length) + head + rows + tail + body
    return pdf[:length] + inside.ljust(2 * room + 2) + pdf[second:]


def rewritten(pdf: bytes) -> bytes:
    """Saved anew by another program, its signature field taken out."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    writer.root.pop("/AcroForm", None)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def locked(pdf: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    writer.encrypt(owner_pass="secret", user_pass="secret")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def foreign() -> bytes:
    document = Document(title="Diplom", author="Somebody", language="az", moment=NOW)
    page = document.page(width=400, height=300)
    with page.tagged("P"):
        page.text(shape("Sertifikat"), 40, 250, size=14)
    return document.to_bytes()


def with_stream(content: bytes) -> bytes:
    """A PDF whose table of objects is a stream of this content: that has to be unpacked to read anything."""
    head = b"%PDF-1.7\n"
    entry = b"<< /Type /XRef /Size 1000000 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        content
    )
    table = b"1 0 obj\n" + entry + content + b"\nendstream\nendobj\n"
    return head + table + b"startxref\n%d\n%%%%EOF" % len(head)


def renamed(badge: bytes, name: str) -> bytes:
    document = json.loads(badge)
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    return json.dumps(document).encode()


def reformatted(badge: bytes) -> bytes:
    return json.dumps(json.loads(badge), indent=8, sort_keys=True).encode()
