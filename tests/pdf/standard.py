"""What PDF/A-3a (ISO 19005-3, with ISO 32000-1 beneath it) asks of a file, as far as a program of our own can tell.

The file is taken apart by qpdf and not by what wrote it. The numbers are those of the clauses of ISO 19005-3.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont

from tests.pdf.tools import run

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
# The value of each in the document's description, and where the metadata say the same.
SAME = {
    "/Title": "dc:title//rdf:li",
    "/Author": "dc:creator//rdf:li",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/Subject": "dc:description//rdf:li",
    "/Keywords": "pdf:Keywords",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
STRUCTURE = {"/Document", "/H1", "/H2", "/P", "/Figure", "/Table", "/TR", "/TH", "/TD"}
FILTERS = {"/FlateDecode", "/DCTDecode"}
ACTIONS = ("/AA", "/JavaScript", "/JS", "/Launch", "/OpenAction", "/XFA", "/OCProperties", "/Encrypt", "/PS", "/OPI")
PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "Do", "sh", "EI"}
# What a page may say: without it a reader stops (6.2.2).
STATES = "q Q cm w J j M d ri i gs m l c v y h re n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* g G rg RG BMC BDC EMC"
OPERATORS = PAINTING | set(STATES.split())
DEEPEST = 28
TOKEN = re.compile(rb"<<|>>|<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\()])*\)|[\[\]]|/[^\s/<>\[\]()]*|[^\s/<>\[\]()]+")


class File:
    """A PDF as its objects: dictionaries by name, streams unpacked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        said = run("qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", "FILE", pdf=content)
        self.objects: dict[str, Any] = json.loads(said)["qpdf"][1]

    def of(self, value: Any) -> Any:
        """The value a reference points at, a stream as its dictionary; any other value as it is."""
        if not (isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value)):
            return value
        found = self.objects[f"obj:{value}"]
        return found["stream"]["dict"] if "stream" in found else found["value"]

    def at(self, start: Any, *path: str | int) -> Any:
        """Down a path of names and places; None where it ends early."""
        found = self.of(start)
        for step in path:
            if isinstance(step, int):
                found = self.of(found[step]) if isinstance(found, list) and len(found) > step else None
            else:
                found = self.of(found.get(step)) if isinstance(found, dict) else None
        return found

    def unpacked(self, reference: str) -> bytes:
        return base64.b64decode(self.objects[f"obj:{reference}"]["stream"]["data"])

    def drawn(self, page: dict) -> bytes:
        """The operators of a page."""
        contents = self.of(page["/Contents"])
        return b"\n".join(map(self.unpacked, contents if isinstance(contents, list) else [page["/Contents"]]))

    @cached_property
    def trailer(self) -> dict:
        return self.objects["trailer"]["value"]

    @cached_property
    def catalog(self) -> dict:
        return self.of(self.trailer["/Root"])

    @cached_property
    def dictionaries(self) -> list[dict]:
        """Every dictionary of the file, those within others too."""
        found: list[dict] = []
        waiting: list[Any] = [
            each["stream"]["dict"] if "stream" in each else each["value"] for each in self.objects.values()
        ]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                found.append(value)
            waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return found

    def typed(self, kind: str) -> list[dict]:
        return [each for each in self.dictionaries if each.get("/Type") == kind]


def text(value: str) -> str:
    """A string of qpdf's JSON: `u:` is text, `b:` are bytes in hexadecimal."""
    return (
        value.removeprefix("u:")
        if value.startswith("u:")
        else bytes.fromhex(value.removeprefix("b:")).decode("latin-1")
    )


def complaints(content: bytes) -> list[str]:
    """Empty for a file that keeps every rule we know."""
    file = File(content)
    checks = (_file, _metadata, _colour, _fonts, _pages, _structure, _attachments, _interactive)
    return [f"{check.__name__[1:]}: {complaint}" for check in checks for complaint in check(file)]


def _file(file: File) -> Iterator[str]:
    header = file.content.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", header[0]):
        yield "6.1.2: the first line is no header"
    if not (header[1].startswith(b"%") and len(header[1]) > 4 and all(byte > 127 for byte in header[1][1:5])):
        yield "6.1.2: the second line does not say that the file is binary"
    if len(file.trailer.get("/ID", ())) != 2:
        yield "6.1.3: the file has no identifier"
    yield from (f"6.1.3: {name} is not allowed" for name in ACTIONS for each in file.dictionaries if name in each)
    for each in (found["stream"]["dict"] for found in file.objects.values() if "stream" in found):
        filters = each.get("/Filter", [])
        if set([filters] if isinstance(filters, str) else filters) - FILTERS:
            yield f"6.1.7.2: filter {filters}"
        if "/F" in each or "/FFilter" in each:
            yield "6.1.7.1: a stream that lies outside the file"
    for each in file.dictionaries:
        if any(len(name) > 128 for name in each):
            yield "6.1.13: a name is too long"
        if any(isinstance(value, str) and len(value) > 32_767 for value in each.values()):
            yield "6.1.13: a string is too long"


def _metadata(file: File) -> Iterator[str]:
    reference = file.catalog.get("/Metadata", "")
    if "/Filter" in file.of(reference):
        yield "6.6.2.1: the metadata are packed"
    packet = file.unpacked(reference)
    if re.search(rb"<\?xpacket[^>]*(bytes|encoding)=", packet):
        yield "6.6.2.1: the packet has attributes of old"
    root = ET.fromstring(packet)  # noqa: S314 - our own file
    claimed = [_said(root, f"pdfaid:{name}") for name in ("part", "conformance")]
    if claimed != ["3", "A"]:
        yield f"6.6.4: it claims {claimed}"
    described = file.of(file.trailer.get("/Info")) or {}
    for name, path in SAME.items():
        here, there = _plain(text(described.get(name, "u:"))), _plain(_said(root, path))
        # Whoever seals the file writes its name behind that of who made it, in one of the two places only.
        if here != there and not (name == "/Producer" and there and there in here):
            yield f"6.6.3: {name} is {here}, and {there} in the metadata"
    extra = set(described) - set(SAME) - {"/Trapped"}
    if extra:
        yield f"6.6.3: {extra} have no metadata"


def _said(root: ET.Element, path: str) -> str:
    """A value of the metadata, which may be written as an element or as an attribute of their description."""
    found = root.findtext(f".//{path}", namespaces=NAMESPACES)
    prefix, _, name = path.partition(":")
    attribute = f"{{{NAMESPACES[prefix]}}}{name}"
    spelt = (each.get(attribute) for each in root.iter(f"{{{NAMESPACES['rdf']}}}Description"))
    return found or next(filter(None, spelt), "")


def _plain(said: str) -> str:
    """Dates are written in two ways: only their digits count, in UTC."""
    if re.match(r"D:\d{14}", said) or re.match(r"\d{4}-\d\d-\d\dT", said):
        digits = re.sub(r"\D", "", said)
        return digits[:14]
    return said


def _colour(file: File) -> Iterator[str]:
    intents = file.catalog.get("/OutputIntents", [])
    if len(intents) != 1 or file.at(intents, 0, "/S") != "/GTS_PDFA1":
        yield "6.2.3: no output intent"
        return
    reference = file.at(intents, 0).get("/DestOutputProfile")
    profile = file.unpacked(reference)
    if (file.of(reference).get("/N"), profile[16:20], profile[36:40], profile[8] < 5) != (3, b"RGB ", b"acsp", True):
        yield "6.2.3: the profile is none of red, green and blue"
    if int.from_bytes(profile[:4], "big") != len(profile):
        yield "6.2.3: the profile is cut short"
    for each in file.dictionaries:
        if each.get("/Subtype") == "/Image":
            if each.get("/ColorSpace") not in ("/DeviceRGB", "/DeviceGray"):
                yield f"6.2.4.3: a picture in {each.get('/ColorSpace')}"
            if {"/Alternates", "/OPI", "/SMask"} & set(each) or each.get("/Interpolate"):
                yield "6.2.8: a picture with alternates, a mask or interpolation"


def _fonts(file: File) -> Iterator[str]:
    for font in file.typed("/Font"):
        if font["/Subtype"] == "/Type0":
            if font["/Encoding"] != "/Identity-H" or "/ToUnicode" not in font:
                yield f"6.2.11.7: {font['/BaseFont']} does not say what its codes mean"
                continue
            yield from _face(file, font)
        elif font["/Subtype"] != "/CIDFontType2":
            yield f"6.2.11.4: {font.get('/BaseFont')} is a font of the reader's"


def _face(file: File, font: dict) -> Iterator[str]:
    name, inner = font["/BaseFont"], file.at(font, "/DescendantFonts", 0)
    descriptor = file.of(inner["/FontDescriptor"])
    if not re.fullmatch(r"/[A-Z]{6}\+.+", name) or not inner["/BaseFont"] == descriptor["/FontName"] == name:
        yield f"6.2.11.4: {name} is no subset, or has several names"
    if "/FontFile2" not in descriptor:
        yield f"6.2.11.4: {name} is not embedded"
        return
    outlines = file.unpacked(descriptor["/FontFile2"])
    widths = _advances(outlines)
    numbers = file.unpacked(inner["/CIDToGIDMap"])
    meanings = dict(re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]*)>$", file.unpacked(font["/ToUnicode"]), re.MULTILINE))
    start, declared = inner["/W"][0], inner["/W"][1]
    for code, width in enumerate(declared, start):
        glyph = int.from_bytes(numbers[2 * code : 2 * code + 2], "big")
        if glyph == 0:
            yield f"6.2.11.8: {name} shows the missing glyph"
        if abs(widths[glyph] - width) > 1:
            yield f"6.2.11.5: {name}, glyph {glyph} is {widths[glyph]} wide, not {width}"
        meaning = bytes.fromhex(meanings.get(b"%04X" % code, b"").decode()).decode("utf-16-be")
        if set(meaning) & {"\0", "\ufeff", "\ufffe"}:
            yield f"6.2.11.7.2: {name}, code {code} means {meaning!r}"


def _advances(outlines: bytes) -> list[int]:
    """The widths of a font file, in 1/1000 em."""
    from io import BytesIO

    font = TTFont(BytesIO(outlines), lazy=True)
    count, total = font["hhea"].numberOfHMetrics, font["maxp"].numGlyphs
    data = font.reader["hmtx"]
    found = [int.from_bytes(data[4 * n : 4 * n + 2], "big") for n in range(count)]
    found += found[-1:] * (total - count)
    return [round(each * 1000 / font["head"].unitsPerEm) for each in found]


def _pages(file: File) -> Iterator[str]:
    for page in file.typed("/Page"):
        yield from _content(file.drawn(page))
        group = file.of(page.get("/Group"))
        if group and "/CS" not in group:
            yield "6.2.10: a group without colours of its own"


def _content(content: bytes) -> Iterator[str]:
    """Everything that is painted belongs to an element or is an artifact, and nothing is nested too deep."""
    marked: list[bytes] = []
    depth, operands = 0, []
    for token in TOKEN.findall(content):
        operator = token.decode("latin-1")
        if operator[0] in "<>[]/(" or re.fullmatch(r"[-+]?[\d.]+", operator):
            operands.append(operator)
            continue
        if operator not in OPERATORS:
            yield f"6.2.2: operator {operator}"
        elif operator in ("BDC", "BMC"):
            marked.append(b" ".join(each.encode("latin-1") for each in operands))
        elif operator == "EMC":
            marked.pop()
        elif operator in ("q", "Q"):
            depth += 1 if operator == "q" else -1
            if not 0 <= depth <= DEEPEST:
                yield "6.1.13: states of graphics nested too deep, or not closed"
        elif operator in PAINTING and not marked:
            yield f"6.7.3: {operator} paints something that has no meaning and is no artifact"
        operands = []
    if marked or depth:
        yield "6.7.3: something is not closed"


def _structure(file: File) -> Iterator[str]:
    if file.at(file.catalog, "/MarkInfo", "/Marked") is not True:
        yield "6.7.2.2: it is not said that the file is marked"
    if not file.catalog.get("/Lang"):
        yield "6.7.4: the language is not said"
    root = file.of(file.catalog.get("/StructTreeRoot")) or {}
    elements = file.typed("/StructElem")
    if not root.get("/K") or not elements:
        yield "6.7.3.3: there is no tree"
    yield from (f"6.7.3.4: {each['/S']} is no standard element" for each in elements if each["/S"] not in STRUCTURE)
    yield from (
        "6.7.5: a figure without words" for each in elements if each["/S"] == "/Figure" and not each.get("/Alt")
    )
    yield from _tree(file, root)


def _tree(file: File, root: dict) -> Iterator[str]:
    """Every mark of a page has one element, and the element knows the mark."""
    parents = file.at(root, "/ParentTree", "/Nums") or []
    known = {number: file.of(marks) for number, marks in zip(parents[::2], parents[1::2], strict=True)}
    for page in file.typed("/Page"):
        marks = sorted(int(n) for n in re.findall(rb"/MCID (\d+)", file.drawn(page)))
        elements = known.get(page.get("/StructParents"), [])
        if marks != list(range(len(elements))):
            yield "6.7.3: the marks of a page and its elements are not the same"
        for mark, element in enumerate(map(file.of, elements)):
            kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
            if mark not in kids or file.of(element.get("/Pg")) != page:
                yield f"6.7.3: mark {mark} is not of the element that claims it"
        if page.get("/Tabs") != "/S":
            yield "6.7.3: the tab key does not follow the tree"


def _attachments(file: File) -> Iterator[str]:
    attached = file.catalog.get("/AF", [])
    named = file.at(file.catalog, "/Names", "/EmbeddedFiles", "/Names") or []
    if sorted(attached) != sorted(named[1::2]):
        yield "6.8: a file inside is not associated"
    for each in map(file.of, attached):
        stream = file.at(each, "/EF", "/F") or {}
        if not {"/F", "/UF", "/AFRelationship", "/Desc"} <= set(each):
            yield "6.8: a file inside has no name, relation or description"
        if not re.fullmatch(r"/\w+/[\w.+-]+", stream.get("/Subtype", "")):
            yield f"6.8: a file inside is of kind {stream.get('/Subtype')}"
        content = file.unpacked(each["/EF"]["/F"])
        digest = bytes.fromhex(_bytes(stream["/Params"]["/CheckSum"]))
        if (stream["/Params"]["/Size"], digest) != (len(content), hashlib.md5(content).digest()):  # noqa: S324
            yield "6.8: a file inside is not what its parameters say"


def _bytes(value: str) -> str:
    """The bytes of a string of qpdf's JSON, in hexadecimal."""
    return value[2:] if value.startswith("b:") else value[2:].encode("latin-1").hex()


def _interactive(file: File) -> Iterator[str]:
    if file.at(file.catalog, "/AcroForm", "/NeedAppearances"):
        yield "6.4.1: a form whose fields the reader draws"
    for each in file.dictionaries:
        if each.get("/Type") == "/Annot" or each.get("/Subtype") == "/Widget":
            flags = each.get("/F", 0)
            if not flags & 4 or flags & 0b100011:
                yield f"6.3.2: an annotation that is hidden or not printed ({flags})"
            rectangle = each["/Rect"]
            if "/AP" not in each and (rectangle[0] != rectangle[2] or rectangle[1] != rectangle[3]):
                yield "6.3.3: an annotation without an appearance"
