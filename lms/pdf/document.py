"""A document of tagged pages. The same drawing at the same moment gives the same bytes, in any process.

Only ReportLab's document objects are used, not its canvas: the canvas refers to a font that is not embedded and its text drawing
loses letters silently (docs/fonts.md).
"""

import hashlib
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc

from lms.pdf import archive
from lms.pdf.archive import Attachment
from lms.pdf.embedding import EmbeddedFace, compressed
from lms.pdf.faces import Face
from lms.pdf.objects import Array, Dictionary, Stream
from lms.pdf.page import Element, Page
from lms.pdf.pictures import Picture
from lms.pdf.shaping import Line

PRODUCER = "ReportLab"

# The version whose tags and attachments PDF/A-3 builds on.
PDF_VERSION = (1, 7)

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


class TaggedPage(pdfdoc.PDFPage):
    # ReportLab drops entries it does not list.
    __NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


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
        self.shown: dict[tuple[int, float], tuple[Line, str]] = {}
        self.tagged = tagged

    def page(self, *, width: float, height: float) -> Page:
        """A new page; lengths in points, the origin at the lower left corner."""
        page = Page(self, width=width, height=height)
        self.pages.append(page)
        return page

    def attach(self, attachment: Attachment) -> None:
        """A file that travels inside the document (PDF/A-3, relationship Data)."""
        self.attachments.append(attachment)

    def embedded(self, face: Face) -> EmbeddedFace:
        if face not in self.faces:
            self.faces[face] = EmbeddedFace(face, resource=f"F{len(self.faces) + 1}")
        return self.faces[face]

    def picture(self, picture: Picture) -> str:
        """The name of a picture's object; it is written once, however often it is drawn."""
        return self.pictures.setdefault(picture, f"I{len(self.pictures) + 1}")

    def to_bytes(self) -> bytes:
        document = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=PDF_VERSION, lang=self.language)
        self._describe(document)
        self._write_pages(document)
        fonts = document.idToObject[pdfdoc.BasicFonts]
        for embedded in self.faces.values():
            fonts[embedded.resource] = embedded.font(document)
        if self.tagged:
            archive.write(document, self.attachments, moment=self.moment)
        target = BytesIO()
        document.SaveToFile(target, None)
        return target.getvalue()

    def _describe(self, document: pdfdoc.PDFDocument) -> None:
        stamp = TimeStamp(invariant=1)
        stamp.YMDhms = self.moment.timetuple()[:6]
        document._timeStamp = stamp  # there is no other way to give the date: `invariant` alone says the year 2000
        document.signature = hashlib.sha256(self._identity().encode())
        document.info.title = self.title
        document.info.author = self.author
        document.info.subject = ""
        document.info.creator = self.author
        document.info.producer = PRODUCER
        if not self.tagged:
            return
        document.Catalog.Metadata = pdfdoc.XMP(creator=lambda _: self._metadata())
        document.Catalog.MarkInfo = Dictionary({"Marked": "true"})
        document.Catalog.ViewerPreferences = Dictionary({"DisplayDocTitle": "true"})

    def _identity(self) -> str:
        """All that tells this document from another: two names can be drawn by the same operators, with other fonts."""
        parts = [self.moment.isoformat()]
        contents = [*(each.content for each in self.attachments), *(each.content for each in self.pictures)]
        parts += [hashlib.sha256(content).hexdigest() for content in contents]
        for page in self.pages:
            parts += [*page.backdrops, *page.operators, *(text for element in page.elements for text in element.texts)]
        return "\n".join(parts)

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
        drawn = {picture: document.Reference(picture.stream()) for picture in self.pictures}
        for number, page in enumerate(self.pages):
            _add_page(document, page, number=number, pictures=drawn, tagged=self.tagged)
        if self.tagged:
            document.Catalog.StructTreeRoot = self._structure(document)

    def _structure(self, document: pdfdoc.PDFDocument) -> pdfdoc.PDFDictionary:
        root = Dictionary({"Type": "/StructTreeRoot"})
        root_reference = document.Reference(root)
        whole = Dictionary({"Type": "/StructElem", "S": "/Document", "P": root_reference})
        whole_reference = document.Reference(whole)
        kids, parents = [], []
        for number, page in enumerate(self.pages):
            marked: list[pdfdoc.PDFObjectReference] = []
            reference = pdfdoc.PDFObjectReference(f"Page{number + 1}")
            kids += [
                _add_element(document, element, page=reference, parent=whole_reference, marked=marked)
                for element in page.tree
            ]
            parents += [number, document.Reference(Array(marked))]
        whole["K"] = Array(kids)
        root["K"] = whole_reference
        root["ParentTree"] = document.Reference(Dictionary({"Nums": Array(parents)}))
        root["ParentTreeNextKey"] = len(self.pages)
        return root


def _add_page(
    document: pdfdoc.PDFDocument,
    page: Page,
    *,
    number: int,
    pictures: dict[Picture, pdfdoc.PDFObjectReference],
    tagged: bool,
) -> None:
    written = TaggedPage()
    written.pagewidth, written.pageheight = page.width, page.height
    streams = [_kept(document, operators) for operators in page.backdrops]
    streams.append(document.Reference(compressed("\n".join(page.operators).encode("ascii"))))
    written.Contents = Array(streams)
    written.Resources = pdfdoc.PDFResourceDictionary()
    written.Resources.basicFonts()
    if page.pictures:
        written.Resources.XObject = {name: pictures[picture] for name, picture in page.pictures.items()}
    written.Rotate = 0
    if tagged:
        written.StructParents = number
        written.Tabs = "/S"
    document.addPage(written)


def _kept(document: pdfdoc.PDFDocument, operators: str) -> pdfdoc.PDFObjectReference:
    """The stream of a backdrop, one for all pages that have it."""
    name = f"backdrop {hashlib.sha256(operators.encode()).hexdigest()}"
    if name in document.idToObject:
        return pdfdoc.PDFObjectReference(name)
    stream = Stream(Dictionary({"Filter": "/FlateDecode"}), content=_deflated(operators))
    return document.Reference(stream, name)


@lru_cache(maxsize=16)
def _deflated(operators: str) -> bytes:
    return zlib.compress(operators.encode("ascii"))


def _add_element(
    document: pdfdoc.PDFDocument,
    element: Element,
    *,
    page: pdfdoc.PDFObjectReference,
    parent: pdfdoc.PDFObjectReference,
    marked: list[pdfdoc.PDFObjectReference],
) -> pdfdoc.PDFObjectReference:
    """The element's object and those of its kids. `marked` collects them in the order of their marks."""
    entries = {"Type": "/StructElem", "S": f"/{element.tag}", "P": parent, "Pg": page}
    if element.language:
        entries["Lang"] = pdfdoc.PDFString(element.language)
    if element.alternative:
        entries["Alt"] = pdfdoc.PDFString(element.alternative)
    if element.box:
        box = Array(element.box)
        entries["A"] = Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": box})
    if element.tag == "TH":
        entries["A"] = Dictionary({"O": "/Table", "Scope": "/Column"})
    if element.right_to_left:
        # On the element, not on the marked content: readers would turn the letters round a second time there.
        entries["ActualText"] = pdfdoc.PDFString("".join(element.texts))
    written = Dictionary(entries)
    reference = document.Reference(written)
    marked += [reference for _ in element.marks]
    kids = [_add_element(document, each, page=page, parent=reference, marked=marked) for each in element.kids]
    written["K"] = Array([*element.marks, *kids])
    return reference
