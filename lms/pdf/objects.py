"""Dictionaries and arrays of a document, written as ReportLab writes them, in a fraction of the time.

A tagged page is made of a hundred small objects, and ReportLab's own writing of them takes longer than all the drawing: it
spells each name letter by letter and passes every piece through a codec of its own.
"""

import zlib
from functools import cache

from reportlab.pdfbase import pdfdoc

# ReportLab begins a new line after so many entries.
ENTRIES_A_LINE, ELEMENTS_A_LINE = 6, 10


class Dictionary(pdfdoc.PDFDictionary):
    """Names without their slash; values are objects of a document, numbers, or text that stands there as it is."""

    def format(self, document: pdfdoc.PDFDocument, IND: bytes = b"") -> bytes:  # noqa: N803 - ReportLab's name
        entries = [_name(name) + written(self.dict[name], document) for name in sorted(self.dict)]
        return b"<<\n" + _in_lines(entries, ENTRIES_A_LINE) + b"\n>>"


class Array(pdfdoc.PDFArray):
    def format(self, document: pdfdoc.PDFDocument, IND: bytes = b"") -> bytes:  # noqa: N803 - ReportLab's name
        return b"[ " + _in_lines([written(each, document) for each in self.sequence], ELEMENTS_A_LINE) + b" ]"


class Stream(pdfdoc.PDFStream):
    """Compressed, unless its dictionary says that it is already."""

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries, content = dict(self.dictionary.dict), self.content
        if "Filter" not in entries:
            entries["Filter"], content = "[ /FlateDecode ]", zlib.compress(content)
        entries["Length"] = len(content)
        return Dictionary(entries).format(document) + b"\nstream\n" + content + b"endstream\n"


def written(value: object, document: pdfdoc.PDFDocument) -> bytes:
    """The bytes of a value inside another object."""
    if isinstance(value, pdfdoc.PDFObjectReference):
        return b"%d %d R" % document.idToObjectNumberAndVersion[value.name]
    if type(value) is int:
        return b"%d" % value
    if type(value) is str and value.isascii():
        return value.encode("ascii")
    return pdfdoc.format(value, document)


@cache
def _name(name: str) -> bytes:
    return pdfdoc.PDFName(name).encode("ascii") + b" "


def _in_lines(parts: list[bytes], length: int) -> bytes:
    """With spaces between; before each further line one more, as ReportLab has it."""
    if len(parts) <= length:
        return b" ".join(parts)
    lines = [b" ".join(parts[at : at + length]) for at in range(0, len(parts), length)]
    return b" \n  ".join(lines)
