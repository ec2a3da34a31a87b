"""What makes a document last: PDF/A-3a (ISO 19005-3). Its colours are defined inside it, and files travel with it.

ReportLab's open edition knows neither output intents nor associated files, so the objects are put together here.
"""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from lms.pdf.objects import Array, Dictionary, Stream, packed, string

# sRGB as LittleCMS makes it, with its date of creation set to zero: the same bytes on every machine.
PROFILE = Path(__file__).parent / "srgb.icc"
PROFILE_NAME = "sRGB IEC61966-2.1"

# ReportLab drops entries that it does not list.
CATALOG_ENTRIES = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF"]


class Attachment(NamedTuple):
    """A file inside the document. `media_type` as in `application/json`; the description is for people."""

    name: str
    content: bytes
    media_type: str
    description: str


def write(document: pdfdoc.PDFDocument, attachments: list[Attachment], *, moment: datetime) -> None:
    """Adds to the catalogue what PDF/A-3 asks for, and the attachments."""
    catalog = document.Catalog
    catalog.__NoDefault__ = CATALOG_ENTRIES
    catalog.OutputIntents = Array([_output_intent(document)])
    if attachments:
        files = [document.Reference(_file(document, each, moment=moment)) for each in attachments]
        catalog.AF = Array(files)
        names = [part for each, file in zip(attachments, files, strict=True) for part in (string(each.name), file)]
        catalog.Names = Dictionary({"EmbeddedFiles": Dictionary({"Names": Array(names)})})


def _output_intent(document: pdfdoc.PDFDocument) -> pdfdoc.PDFDictionary:
    return Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": string(PROFILE_NAME),
            "Info": string(PROFILE_NAME),
            "DestOutputProfile": document.Reference(_profile()),
        }
    )


def _profile() -> Stream:
    return Stream(_packed_profile(), {"N": 3, "Filter": "/FlateDecode"})


@cache
def _packed_profile() -> bytes:
    return packed(PROFILE.read_bytes()).content


def _file(document: pdfdoc.PDFDocument, attachment: Attachment, *, moment: datetime) -> pdfdoc.PDFDictionary:
    stream = packed(
        attachment.content,
        Type="/EmbeddedFile",
        # A slash inside a name must be written as its code; ReportLab does not.
        Subtype="/" + attachment.media_type.replace("/", "#2F").replace("+", "#2B"),
        Params=Dictionary(
            {
                "ModDate": string(moment.strftime("D:%Y%m%d%H%M%SZ")),
                "Size": len(attachment.content),
                "CheckSum": f"<{hashlib.md5(attachment.content, usedforsecurity=False).hexdigest()}>",
            }
        ),
    )
    content = document.Reference(stream)
    return Dictionary(
        {
            "Type": "/Filespec",
            "F": string(attachment.name),
            "UF": string(attachment.name),
            "Desc": string(attachment.description),
            "AFRelationship": "/Data",
            "EF": Dictionary({"F": content, "UF": content}),
        }
    )
