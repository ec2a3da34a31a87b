"""The structure tree of a tagged document: what screen readers and text extraction go through (PDF 32000-1, 14.7)."""

from collections.abc import Sequence

from reportlab.pdfbase import pdfdoc

from lms.pdf.objects import Written, string
from lms.pdf.operators import number
from lms.pdf.page import Element, Page


def write(document: pdfdoc.PDFDocument, pages: Sequence[tuple[Page, bytes]]) -> pdfdoc.PDFObjectReference:
    """The root of the tree of pages and their references."""
    root, whole = Written(document), Written(document)
    kids: list[bytes] = []
    parents: list[bytes] = []
    for at, (page, reference) in enumerate(pages):
        tree = _Tree(document, page=reference)
        kids += [tree.add(element, parent=whole.reference) for element in page.tree]
        parents.append(b"%d [%b]" % (at, b" ".join(tree.marked)))
    whole.content = b"<</Type /StructElem /S /Document /P %b /K [%b]>>" % (root.reference, b" ".join(kids))
    root.content = b"<</Type /StructTreeRoot /K %b /ParentTree <</Nums [%b]>> /ParentTreeNextKey %d>>" % (
        whole.reference,
        b" ".join(parents),
        len(pages),
    )
    return pdfdoc.PDFObjectReference(root.name)


class _Tree:
    """The elements of a page. `marked` are the references of those that have marks, in the order of the marks."""

    def __init__(self, document: pdfdoc.PDFDocument, *, page: bytes) -> None:
        self.document = document
        self.page = page
        self.marked: list[bytes] = []

    def add(self, element: Element, *, parent: bytes) -> bytes:
        """Writes the element and its kids; returns its reference."""
        written = Written(self.document)
        self.marked += [written.reference] * len(element.marks)
        kids = [b"%d" % mark for mark in element.marks]
        kids += [self.add(each, parent=written.reference) for each in element.kids]
        written.content = b"<</Type /StructElem /S /%b /P %b /Pg %b%b /K [%b]>>" % (
            element.tag.encode("ascii"),
            parent,
            self.page,
            _said(element),
            b" ".join(kids),
        )
        return written.reference


def _said(element: Element) -> bytes:
    """What an element says of itself, beside what it holds."""
    said = b""
    if element.language:
        said += b" /Lang " + string(element.language)
    if element.alternative:
        said += b" /Alt " + string(element.alternative)
    if element.box:
        box = " ".join(map(number, element.box)).encode("ascii")
        said += b" /A <</O /Layout /Placement /Block /BBox [%b]>>" % box
    if element.tag == "TH":
        said += b" /A <</O /Table /Scope /Column>>"
    if element.right_to_left:
        # On the element, not on the marked content: readers would turn the letters round a second time there.
        said += b" /ActualText " + string("".join(element.texts))
    return said
