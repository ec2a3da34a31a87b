"""The page for the others: what our drawing writes where, in points from the upper left corner."""

from collections.abc import Mapping

from certificates.layouts import drawing
from certificates.layouts.spec import MM, sheets
from lms.pdf.lettering import Block
from lms.pdf.page import Page


def page_of(spec: Mapping, snapshot: Mapping) -> dict:
    """`code`: left end, top and side of the square code."""
    [sheet] = sheets(spec)
    [code] = [element for element in sheet.elements if element.type == "qr"]
    side = code.says["side"] * MM
    return {
        "title": snapshot["number"],
        "address": snapshot["verify_url"],
        "lines": lines_of(spec, snapshot),
        "code": [round(code.middle - side / 2, 2), round(sheet.height - code.top, 2), round(side, 2)],
    }


def lines_of(spec: Mapping, snapshot: Mapping) -> list[list]:
    """Text, size, whether it is bold, left end and baseline of each line."""
    found: list[list] = []

    def noted(page: Page, block: Block) -> None:
        for text, face, size, x, y in block.lines:
            if text.strip():
                found.append([text, size, face.endswith("Bold"), round(x, 2), round(page.height - y, 2)])

    add, Page.add = Page.add, noted
    try:
        drawing.document_of(spec, snapshot, attachments=[])
    finally:
        Page.add = add
    return found
