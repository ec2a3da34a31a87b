"""ReportLab's document, written by ourselves: it carries the objects, and knows nothing that tells one run from another."""

import hashlib
from io import BytesIO

from reportlab.pdfbase import pdfdoc

from lms.pdf.objects import Dictionary

# The second line says that the file is not text (PDF 32000-1, 7.5.2).
HEADER = b"%%PDF-1.%d\n%%\xe2\xe3\xcf\xd3\n"
# The version whose tags and attachments PDF/A-3 builds on.
MINOR_VERSION = 7


class File(pdfdoc.PDFDocument):
    def __init__(self, *, language: str) -> None:
        super().__init__(compression=1, invariant=1, lang=language)
        self.Catalog.Outlines = None

    def to_bytes(self, info: Dictionary) -> bytes:
        """The file, with an identifier that follows from all that is in it. Nothing is encrypted."""
        root, about = self.Reference(self.Catalog), self.Reference(info)
        target = BytesIO()
        target.write(HEADER % MINOR_VERSION)
        digest = hashlib.sha256()
        places = []
        # Writing an object may make others.
        while name := self.numberToId.get(len(places) + 1):
            places.append(target.tell())
            written = b"%d 0 obj\n%b\nendobj\n" % (len(places), self.idToObject[name].format(self))
            digest.update(written)
            target.write(written)
        identifier = digest.hexdigest()
        trailer = {"Size": len(places) + 1, "Root": root, "Info": about, "ID": f"[<{identifier}> <{identifier}>]"}
        start = target.tell()
        target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        target.write(b"".join([b"%010d 00000 n \n" % place for place in places]))
        target.write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (Dictionary(trailer).format(self), start))
        return target.getvalue()
