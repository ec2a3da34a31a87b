"""What the pages of a document draw with: faces with the codes of their glyphs, blocks that have theirs, pictures."""

from reportlab.pdfbase import pdfdoc

from lms.pdf.embedding import Codes, EmbeddedFace
from lms.pdf.faces import Face
from lms.pdf.file import File
from lms.pdf.lettering import Block
from lms.pdf.objects import Dictionary
from lms.pdf.pictures import Picture


class Resources:
    def __init__(self) -> None:
        self.faces: dict[Face, EmbeddedFace] = {}
        self.blocks: dict[int, str] = {}
        self.pictures: dict[Picture, str] = {}

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

    def write(self, file: File) -> pdfdoc.PDFObjectReference:
        """One dictionary for all pages. Call it once, after the last was drawn."""
        entries = {"Font": Dictionary({face.file_name: each.font(file) for face, each in self.faces.items()})}
        if self.pictures:
            pictures = {name: file.Reference(picture.stream()) for picture, name in self.pictures.items()}
            entries["XObject"] = Dictionary(pictures)
        return file.Reference(Dictionary(entries))
