"""A face inside one document: only the glyphs it shows, each tied to the text it stands for.

Codes are given in the order of first use within the document, so a file never depends on what the process drew before. A glyph
that stands for two texts (a space and a joiner) gets two codes: copying and searching give back what was written.
"""

import hashlib
from copy import copy

from reportlab.pdfbase import pdfdoc

from lms.pdf.faces import Face
from lms.pdf.objects import Array, Dictionary, Stream
from lms.pdf.shaping import Glyph

# More entries than this in one block are not valid in a CMap.
CMAP_BLOCK = 100

# Flag 3 of a font descriptor: the font's own encoding is used (PDF 32000-1, 9.8.2).
SYMBOLIC = 4

CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFace:
    def __init__(self, face: Face, *, resource: str) -> None:
        self.face = face
        self.resource = resource
        self.codes: dict[tuple[int, str], str] = {}

    def code(self, glyph: Glyph) -> str:
        """The four hexadecimal digits that show this glyph."""
        key = glyph[:2]
        code = self.codes.get(key)
        if code is None:
            code = self.codes[key] = f"{len(self.codes) + 1:04X}"
        return code

    def font(self, document: pdfdoc.PDFDocument) -> pdfdoc.PDFObjectReference:
        """Write the font's objects; call it once, after the last glyph was shown."""
        name = self._name()
        descendant = Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "DW": self.face.advance(0),
                "W": self._widths(),
                "CIDToGIDMap": document.Reference(compressed(self._glyph_numbers())),
                "FontDescriptor": document.Reference(self._descriptor(document, name)),
            }
        )
        font = Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": "/Identity-H",
                "DescendantFonts": Array([document.Reference(descendant)]),
                "ToUnicode": document.Reference(compressed(self._to_unicode().encode("ascii"))),
            }
        )
        return document.Reference(font)

    def _name(self) -> str:
        # Programs that merge files take two subsets with the same tag for the same font, so the tag follows from the content.
        digest = hashlib.sha256(repr(list(self.codes)).encode()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        return f"{tag}+{self.face.file_name}"

    def _glyphs(self) -> list[int]:
        """The glyphs of the subset, in the order their outlines are written; number 0 is always the missing glyph."""
        return list(dict.fromkeys([0, *(number for number, _ in self.codes)]))

    def _glyph_numbers(self) -> bytes:
        place = {number: at for at, number in enumerate(self._glyphs())}
        return b"\0\0" + b"".join(place[number].to_bytes(2, "big") for number, _ in self.codes)

    def _widths(self) -> str:
        return f"[1 [{' '.join(str(self.face.advance(number)) for number, _ in self.codes)}]]"

    def _descriptor(self, document: pdfdoc.PDFDocument, name: str) -> pdfdoc.PDFDictionary:
        # The subsetter keeps its place in the file on the object, and other threads draw with the same face: hence the copy.
        outlines = copy(self.face).makeSubset(self._glyphs())
        stream = compressed(outlines)
        stream.dictionary["Length1"] = len(outlines)
        return Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": pdfdoc.PDFName(name),
                "Flags": SYMBOLIC,
                "FontBBox": Array(self.face.bbox),
                "ItalicAngle": self.face.italicAngle,
                "Ascent": self.face.ascent,
                "Descent": self.face.descent,
                "CapHeight": self.face.capHeight,
                "StemV": self.face.stemV,
                "FontFile2": document.Reference(stream),
            }
        )

    def _to_unicode(self) -> str:
        entries = [
            f"<{code}> <{text.encode('utf-16-be').hex().upper()}>" for (_, text), code in self.codes.items() if text
        ]
        blocks = [entries[at : at + CMAP_BLOCK] for at in range(0, len(entries), CMAP_BLOCK)]
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return CMAP_HEAD + body + CMAP_TAIL


def compressed(content: bytes) -> pdfdoc.PDFStream:
    return Stream(content=content)
