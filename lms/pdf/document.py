"""A document of tagged pages. The same drawing at the same moment gives the same bytes, in any process.

Only ReportLab's document objects are used, not its canvas: the canvas refers to a font that is not embedded and its text drawing
loses letters silently (docs/fonts.md).
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc

from lms.pdf import archive, structure
from lms.pdf.archive import Attachment
from lms.pdf.embedding import Codes, EmbeddedFace
from lms.pdf.faces import Face
from lms.pdf.lettering import Block
from lms.pdf.objects import Array, Dictionary, Stream, packed
from lms.pdf.page import Page
from lms.pdf.pictures import Picture

PRODUCER = "ReportLab"

# The version whose tags and attachments PDF/A-3 builds on.
PDF_VERSION = (1, 7)

# What stands on so large a part of the pages of a print file is written once.
COMMON = 0.1

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Document:
    """Pages are drawn one after the other; `to_bytes()` closes the document.

    `moment` is an aware datetime: it is what the file says about its making, whenever it is really made. Without tags it is
    a file for the printer: no structure, no metadata, no attachments, and much faster.
    """

    def __init__(self, *, title: str, author: str, language: str, moment: datetime, tagged: bool = True) -> None:
        self.title = title
        self.author = author
        self.language = language
        self.moment = moment.astimezone(UTC)
        self.pages: list[Page] = []
        self.faces: dict[Face, EmbeddedFace] = {}
        self.attachments: list[Attachment] = []
        self.pictures: dict[Picture, str] = {}
        self.blocks: dict[int, str] = {}
        self.tagged = tagged

    def page(self, *, width: float, height: float) -> Page:
        """A new page; lengths in points, the origin at the lower left corner."""
        page = Page(self, width=width, height=height)
        self.pages.append(page)
        return page

    def attach(self, attachment: Attachment) -> None:
        """A file that travels inside the document (PDF/A-3, relationship Data)."""
        self.attachments.append(attachment)

    def shown(self, block: Block) -> str:
        """The operators of a block with the codes of its glyphs. Made once: in a print file most blocks stand on every page."""
        if block.serial not in self.blocks:
            codes = [code for face, glyphs in block.stretches for code in map(self._codes(face).__getitem__, glyphs)]
            self.blocks[block.serial] = block.operators % tuple(codes)
        return self.blocks[block.serial]

    def _codes(self, face: Face) -> Codes:
        if face not in self.faces:
            self.faces[face] = EmbeddedFace(face)
        return self.faces[face].codes

    def picture(self, picture: Picture) -> str:
        """The name of a picture's object; it is written once, however often it is drawn."""
        return self.pictures.setdefault(picture, f"I{len(self.pictures) + 1}")

    def to_bytes(self) -> bytes:
        document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=PDF_VERSION, lang=self.language)
        self._describe(document)
        self._write_pages(document)
        fonts = document.idToObject[pdfdoc.BasicFonts]
        for face, embedded in self.faces.items():
            fonts[face.file_name] = embedded.font(document)
        if self.tagged:
            archive.write(document, self.attachments, moment=self.moment)
        self._identify(document)
        target = BytesIO()
        document.SaveToFile(target, None)
        return target.getvalue()

    def _describe(self, document: pdfdoc.PDFDocument) -> None:
        stamp = TimeStamp(invariant=1)
        stamp.YMDhms = self.moment.timetuple()[:6]
        document._timeStamp = stamp  # there is no other way to give the date: `invariant` alone says the year 2000
        document.info.title = self.title
        document.info.author = self.author
        document.info.subject = ""
        document.info.creator = self.author
        document.info.producer = PRODUCER
        if not self.tagged:
            return
        # Not compressed: whoever looks for it need not know the format (ISO 19005-3, 6.6.2.1).
        document.Catalog.Metadata = Stream(self._metadata(), {"Type": "/Metadata", "Subtype": "/XML"})
        document.Catalog.MarkInfo = Dictionary({"Marked": "true"})
        document.Catalog.ViewerPreferences = Dictionary({"DisplayDocTitle": "true"})

    def _identify(self, document: pdfdoc.PDFDocument) -> None:
        """The identifier follows from all that is shown, from the fonts it is shown in, and from when that was."""
        document.signature = hashlib.sha256(self.moment.isoformat().encode())
        for each in document.idToObject.values():
            if isinstance(each, Stream):
                document.updateSignature(each.content)

    def _metadata(self) -> bytes:
        values = {
            "title": self.title,
            "author": self.author,
            "creator": self.author,
            "language": self.language,
            "producer": PRODUCER,
            "moment": self.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return XMP.format(**{key: escape(value) for key, value in values.items()}).encode()

    def _write_pages(self, document: pdfdoc.PDFDocument) -> None:
        resources = self._resources(document)
        # Marks have numbers of their page, so nothing of a tagged document stands on two.
        contents = _Contents(document, [] if self.tagged else self.pages)
        for number, page in enumerate(self.pages):
            entries = {
                "Type": "/Page",
                "Parent": document.Reference(document.Pages),
                "MediaBox": Array([0, 0, page.width, page.height]),
                "Resources": resources,
                "Contents": Array(contents.streams(page)),
            }
            if self.tagged:
                entries |= {"StructParents": number, "Tabs": "/S"}
            document.addPage(Dictionary(entries))
        if self.tagged:
            document.Catalog.StructTreeRoot = structure.write(document, self.pages)

    def _resources(self, document: pdfdoc.PDFDocument) -> pdfdoc.PDFObjectReference:
        """One and the same for all pages."""
        entries = {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts)}
        if self.pictures:
            pictures = {name: document.Reference(picture.stream()) for picture, name in self.pictures.items()}
            entries["XObject"] = Dictionary(pictures)
        return document.Reference(Dictionary(entries))


class _Contents:
    """The contents of pages as streams, in the order of drawing. What many pages have in common is written once."""

    def __init__(self, document: pdfdoc.PDFDocument, pages: Sequence[Page]) -> None:
        self.document = document
        self.known: dict[str, pdfdoc.PDFObjectReference] = {}
        count = Counter(operators for page in pages for operators in set(page.operators))
        least = max(2, len(pages) * COMMON)
        self.common = {operators for operators, times in count.items() if times >= least}

    def streams(self, page: Page) -> list[pdfdoc.PDFObjectReference]:
        found = [self._kept(operators, _backdrop) for operators in page.backdrops]
        for is_common, group in groupby(page.operators, self.common.__contains__):
            operators = "\n".join(group)
            found.append(self._kept(operators, _content) if is_common else self.document.Reference(_content(operators)))
        return found

    def _kept(self, operators: str, made: Callable[[str], Stream]) -> pdfdoc.PDFObjectReference:
        if operators not in self.known:
            self.known[operators] = self.document.Reference(made(operators))
        return self.known[operators]


def _content(operators: str) -> Stream:
    return packed(operators.encode("ascii"))


def _backdrop(operators: str) -> Stream:
    return Stream(_packed_backdrop(operators), {"Filter": "/FlateDecode"})


@lru_cache(maxsize=16)
def _packed_backdrop(operators: str) -> bytes:
    return _content(f"/Artifact BMC q\n{operators}\nQ EMC").content
