"""Papers as strangers bring them: ours, and what people make of ours."""

import json
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
