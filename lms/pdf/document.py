"""A document of tagged pages. The same drawing at the same moment gives the same bytes, in any process.

Only ReportLab's document objects are used, not its canvas: the canvas refers to a font that is not embedded and its text drawing
loses letters silently (docs/fonts.md).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from unicodedata import category
from xml.sax.saxutils import escape

from lms.pdf import archive, structure
from lms.pdf.archive import Attachment
from lms.pdf.file import File
from lms.pdf.objects import Dictionary, Stream, Written, packed, string, written
from lms.pdf.page import Page
from lms.pdf.resources import Resources

PRODUCER = "ReportLab"
# Control characters, halves of surrogate pairs, and what is no character.
NOT_IN_XML = frozenset({"Cc", "Cs", "Cn"})

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
        self.title = _described(title)
        self.author = _described(author)
        self.language = language
        self.moment = moment.astimezone(UTC)
        self.pages: list[Page] = []
        self.resources = Resources()
        self.attachments: list[Attachment] = []
        self.tagged = tagged

    def page(self, *, width: float, height: float) -> Page:
        """A new page; lengths in points, the origin at the lower left corner."""
        page = Page(self.resources, width=width, height=height, tagged=self.tagged)
        self.pages.append(page)
        return page

    def attach(self, attachment: Attachment) -> None:
        """A file that travels inside the document (PDF/A-3, relationship Data)."""
        self.attachments.append(attachment)

    def to_bytes(self) -> bytes:
        file = File(language=self.language)
        if self.tagged:
            self._describe(file)
        self._write_pages(file)
        if self.tagged:
            archive.write(file, self.attachments, moment=self.moment)
        return file.to_bytes(self._info())

    def _info(self) -> Dictionary:
        moment = string(self.moment.strftime("D:%Y%m%d%H%M%SZ"))
        values = {"Title": self.title, "Author": self.author, "Creator": self.author, "Producer": PRODUCER}
        said = {name: string(text) for name, text in values.items()}
        return Dictionary({**said, "CreationDate": moment, "ModDate": moment})

    def _describe(self, file: File) -> None:
        # Not compressed: whoever looks for it need not know the format (ISO 19005-3, 6.6.2.1).
        file.Catalog.Metadata = Stream(self._metadata(), {"Type": "/Metadata", "Subtype": "/XML"})
        file.Catalog.MarkInfo = Dictionary({"Marked": "true"})
        file.Catalog.ViewerPreferences = Dictionary({"DisplayDocTitle": "true"})

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

    def _write_pages(self, file: File) -> None:
        resources, parent = (written(each, file) for each in (self.resources.write(file), file.Reference(file.Pages)))
        # Marks have numbers of their page, so nothing of a tagged document stands on two.
        contents = _Contents(file, [] if self.tagged else self.pages)
        references = []
        for at, page in enumerate(self.pages):
            drawn = Written(
                file,
                b"<</Type /Page /Parent %b /MediaBox [0 0 %b %b] /Resources %b /Contents [%b]%b>>"
                % (
                    parent,
                    written(page.width, file),
                    written(page.height, file),
                    resources,
                    b" ".join(contents.streams(page)),
                    b" /StructParents %d /Tabs /S" % at if self.tagged else b"",
                ),
            )
            file.Pages.addPage(drawn)
            references.append(drawn.reference)
        if self.tagged:
            file.Catalog.StructTreeRoot = structure.write(file, list(zip(self.pages, references, strict=True)))


def _described(text: str) -> str:
    """On one line, and without what has no place in XML (1.0, 2.2): readers would find no metadata at all."""
    return " ".join("".join([" " if category(each) in NOT_IN_XML else each for each in text]).split())


class _Contents:
    """The contents of pages as streams, in the order of drawing. What many pages have in common is written once."""

    def __init__(self, file: File, pages: Sequence[Page]) -> None:
        self.file = file
        self.known: dict[str, bytes] = {}
        count = Counter(operators for page in pages for operators in set(page.operators))
        least = max(2, len(pages) * COMMON)
        self.common = {operators for operators, times in count.items() if times >= least}

    def streams(self, page: Page) -> list[bytes]:
        """Their references."""
        found = [self._kept(operators, _backdrop) for operators in page.backdrops]
        for is_common, group in groupby(page.operators, self.common.__contains__):
            operators = "\n".join(group)
            found.append(self._kept(operators, _content) if is_common else self._added(_content(operators)))
        return found

    def _kept(self, operators: str, made: Callable[[str], Stream]) -> bytes:
        if operators not in self.known:
            self.known[operators] = self._added(made(operators))
        return self.known[operators]

    def _added(self, stream: Stream) -> bytes:
        return Written(self.file, stream.format(self.file)).reference


def _content(operators: str) -> Stream:
    return packed(operators.encode("ascii"))


def _backdrop(operators: str) -> Stream:
    return Stream(_packed_backdrop(operators), {"Filter": "/FlateDecode"})


@lru_cache(maxsize=16)
def _packed_backdrop(operators: str) -> bytes:
    return _content(f"/Artifact BMC q\n{operators}\nQ EMC").content
