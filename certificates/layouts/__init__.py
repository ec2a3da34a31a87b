"""What a certificate looks like. Drawing is a pure function of spec and snapshot: the same values give the same bytes.

The shape of a spec is described in `certificates.layouts.spec`.
"""

from collections.abc import Mapping, Sequence

from certificates.layouts import drawing
from certificates.layouts.shipped import SHIPPED
from certificates.layouts.spec import elements_of
from lms.pdf.archive import Attachment

__all__ = ["SHIPPED", "draft", "drawable", "has_signed_code", "preview", "print_file", "print_papers", "render"]

CREDENTIAL = ("credential.json", "application/vc", "Verifiable credential (Open Badges 3.0)")


def render(spec: Mapping, snapshot: Mapping, *, credential: bytes | None = None) -> bytes:
    """The PDF of a snapshot, with the signed credential inside. Raises `lms.pdf.exceptions.CannotDraw`."""
    name, media_type, description = CREDENTIAL
    attachments = [Attachment(name, credential, media_type, description)] if credential else []
    return drawing.document_of(drawable(spec), snapshot, attachments=attachments).to_bytes()


def print_file(spec: Mapping, snapshots: Sequence[Mapping]) -> bytes:
    """The certificates of many people, one after the other, for a printer. Raises `CannotDraw`; there is at least one."""
    return print_papers([(spec, snapshot) for snapshot in snapshots])


def print_papers(papers: Sequence[tuple[Mapping, Mapping]]) -> bytes:
    """As `print_file`, each with a spec of its own."""
    return drawing.print_document([(drawable(spec), snapshot) for spec, snapshot in papers]).to_bytes()


def draft(spec: Mapping, snapshot: Mapping) -> bytes:
    """A snapshot that waits for its number, marked as a draft. Raises `CannotDraw`."""
    return drawing.draft_document(drawable(spec), snapshot).to_bytes()


def preview(spec: Mapping, snapshot: Mapping) -> bytes:
    """A draft, with its faults marked."""
    return drawing.preview_document(drawable(spec), snapshot).to_bytes()


def has_signed_code(spec: Mapping) -> bool:
    """Whether the snapshot must come with its `signed_code`."""
    return any(element["type"] == "signed" for _page, element in elements_of(spec))


def drawable(spec: Mapping) -> Mapping:
    """Templates from before there were elements name a drawing instead; it is the one that ships for a course."""
    return spec if "pages" in spec else SHIPPED["course"].spec | {name: spec[name] for name in spec if name != "layout"}
