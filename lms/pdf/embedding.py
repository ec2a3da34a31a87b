"""A face inside one document: only the glyphs it shows, each tied to the text it stands for.

Codes are given in the order of first use within the document, so a file never depends on what the process drew before. A glyph
that stands for two texts (a space and a joiner) gets two codes: copying and searching give back what was written.
"""

import hashlib
from struct import pack

from reportlab.pdfbase import pdfdoc

from lms.pdf.faces import Face
from lms.pdf.objects import Array, Dictionary, packed

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


class Codes(dict[tuple[int, str], str]):
    """The four hexadecimal digits that show a glyph (its number and its text), given out when they are first asked for."""

    def __missing__(self, glyph: tuple[int, str]) -> str:
        code = self[glyph] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFace:
    def __init__(self, face: Face) -> None:
        self.face = face
        self.codes = Codes()

    def font(self, document: pdfdoc.PDFDocument) -> pdfdoc.PDFObjectReference:
        """Write the font's objects; call it once, after the last glyph was shown."""
        name = self._name()
        outlines, numbers = self.face.cut([number for number, _ in self.codes])
        descendant = Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": name,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "DW": self.face.advances[0],
                "W": self._widths(),
                "CIDToGIDMap": document.Reference(packed(pack(f">{len(numbers) + 1}H", 0, *numbers))),
                "FontDescriptor": document.Reference(self._descriptor(document, name, outlines)),
            }
        )
        font = Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": "/Identity-H",
                "DescendantFonts": Array([document.Reference(descendant)]),
                "ToUnicode": document.Reference(packed(self._to_unicode().encode("ascii"))),
            }
        )
        return document.Reference(font)

    def _name(self) -> str:
        # Programs that merge files take two subsets with the same tag for the same font, so the tag follows from the content.
        digest = hashlib.sha256(repr(list(self.codes)).encode()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        return f"/{tag}+{self.face.file_name}"

    def _widths(self) -> str:
        advances = self.face.advances
        return f"[1 [{' '.join([str(advances[number]) for number, _ in self.codes])}]]"

    def _descriptor(self, document: pdfdoc.PDFDocument, name: str, outlines: bytes) -> pdfdoc.PDFDictionary:
        metrics = self.face.metrics
        return Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": SYMBOLIC,
                "FontBBox": Array(metrics.bbox),
                "ItalicAngle": metrics.italicAngle,
                "Ascent": metrics.ascent,
                "Descent": metrics.descent,
                "CapHeight": metrics.capHeight,
                "StemV": metrics.stemV,
                "FontFile2": document.Reference(packed(outlines, Length1=len(outlines))),
            }
        )

    def _to_unicode(self) -> str:
        entries = [
            f"<{code}> <{text.encode('utf-16-be').hex().upper()}>" for (_, text), code in self.codes.items() if text
        ]
        blocks = [entries[at : at + CMAP_BLOCK] for at in range(0, len(entries), CMAP_BLOCK)]
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return CMAP_HEAD + body + CMAP_TAIL
