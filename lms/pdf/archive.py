"""What makes a document last: PDF/A-3a (ISO 19005-3). Its colours are defined inside it, and files travel with it.

ReportLab's open edition knows neither output intents nor associated files, so the objects are put together here.
"""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfdoc

from lms.pdf.objects import Array, Dictionary, Stream

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
        names = [part for each, file in zip(attachments, files, strict=True) for part in (_text(each.name), file)]
        catalog.Names = Dictionary({"EmbeddedFiles": Dictionary({"Names": Array(names)})})


def _output_intent(document: pdfdoc.PDFDocument) -> pdfdoc.PDFDictionary:
    profile = Stream(content=_profile())
    profile.dictionary["N"] = 3
    return Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": _text(PROFILE_NAME),
            "Info": _text(PROFILE_NAME),
            "DestOutputProfile": document.Reference(profile),
        }
    )


@cache
def _profile() -> bytes:
    return PROFILE.read_bytes()


def _file(document: pdfdoc.PDFDocument, attachment: Attachment, *, moment: datetime) -> pdfdoc.PDFDictionary:
    stream = Stream(content=attachment.content)
    stream.dictionary["Type"] = "/EmbeddedFile"
    # A slash inside a name must be written as its code; ReportLab does not.
    stream.dictionary["Subtype"] = "/" + attachment.media_type.replace("/", "#2F").replace("+", "#2B")
    stream.dictionary["Params"] = Dictionary(
        {
            "ModDate": pdfdoc.PDFText(moment.strftime("D:%Y%m%d%H%M%SZ"), enc="ascii"),
            "Size": len(attachment.content),
            "CheckSum": pdfdoc.PDFText(hashlib.md5(attachment.content, usedforsecurity=False).digest(), enc="raw"),
        }
    )
    content = document.Reference(stream)
    return Dictionary(
        {
            "Type": "/Filespec",
            "F": _text(attachment.name),
            "UF": _text(attachment.name),
            "Desc": _text(attachment.description),
            "AFRelationship": "/Data",
            "EF": Dictionary({"F": content, "UF": content}),
        }
    )


def _text(text: str) -> pdfdoc.PDFString:
    return pdfdoc.PDFString(text)
