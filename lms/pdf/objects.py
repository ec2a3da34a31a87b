"""Dictionaries, arrays, strings and streams of a document, written as ReportLab writes them, in a fraction of the time.

A tagged page is made of a hundred small objects, and ReportLab's own writing of them takes longer than all the drawing: it
spells each name letter by letter and passes every piece through a codec of its own.
"""

import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfdoc

# ReportLab begins a new line after so many entries.
ENTRIES_A_LINE, ELEMENTS_A_LINE = 6, 10

# Twice as fast as the highest level, for a fiftieth of the size.
LEVEL = 4

# What has a meaning inside the brackets of a string, and a line break, which a reader would turn into another.
ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


class Dictionary(pdfdoc.PDFDictionary):
    """Names without their slash; values are objects of a document, numbers, strings made by `string`, or text that stands as it is."""

    def format(self, document: pdfdoc.PDFDocument, IND: bytes = b"") -> bytes:  # noqa: N803 - ReportLab's name
        entries = [_name(name) + written(self.dict[name], document) for name in sorted(self.dict)]
        return b"<<\n" + _in_lines(entries, ENTRIES_A_LINE) + b"\n>>"


class Array(pdfdoc.PDFArray):
    def format(self, document: pdfdoc.PDFDocument, IND: bytes = b"") -> bytes:  # noqa: N803 - ReportLab's name
        return b"[ " + _in_lines([written(each, document) for each in self.sequence], ELEMENTS_A_LINE) + b" ]"


class Written(pdfdoc.PDFObject):
    """An object that is bytes already. Its number is known before its `content`: those of a tree point at each other."""

    def __init__(self, document: pdfdoc.PDFDocument, content: bytes = b"") -> None:
        self.content = content
        self.name = document.Reference(self).name
        self.reference = b"%d %d R" % document.idToObjectNumberAndVersion[self.name]

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self.content


class Stream(pdfdoc.PDFObject):
    """Content as it stands in the file: `entries` say by which filter it was packed, if by any."""

    def __init__(self, content: bytes, entries: Mapping[str, Any]) -> None:
        self.content, self.entries = content, entries

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        entries = Dictionary({**self.entries, "Length": len(self.content)}).format(document)
        return entries + b"\nstream\n" + self.content + b"\nendstream\n"


def packed(content: bytes, **entries: Any) -> Stream:
    """A stream of this content, compressed."""
    return Stream(zlib.compress(content, LEVEL), {**entries, "Filter": "/FlateDecode"})


def string(text: str) -> bytes:
    """A string of text: in ASCII as it is, anything else in UTF-16 (PDF 32000-1, 7.9.2.2)."""
    if text.isascii():
        return b"(" + text.translate(ESCAPED).encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"


def written(value: object, document: pdfdoc.PDFDocument) -> bytes:
    """The bytes of a value inside another object."""
    if type(value) is bytes:
        return value
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


def _in_lines(parts: Sequence[bytes], length: int) -> bytes:
    """With spaces between; before each further line one more, as ReportLab has it."""
    if len(parts) <= length:
        return b" ".join(parts)
    lines = [b" ".join(parts[at : at + length]) for at in range(0, len(parts), length)]
    return b" \n  ".join(lines)
