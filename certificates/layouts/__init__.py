"""What a certificate looks like. Drawing is a pure function of spec and snapshot: the same values give the same bytes."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from certificates.enums import Kind
from certificates.layouts import course_completion
from lms.pdf.archive import Attachment

LAYOUTS: dict[str, Callable[..., bytes]] = {"course_completion": course_completion.draw}
CREDENTIAL = ("credential.json", "application/vc", "Verifiable credential (Open Badges 3.0)")

ISSUER = {
    "az": "Azərbaycan Respublikasının Dövlət Miqrasiya Xidməti",
    "en": "State Migration Service of the Republic of Azerbaijan",
    "ru": "Государственная миграционная служба Азербайджанской Республики",
}
SIGNATORY = {"az": "Mərkəzin rəhbəri", "en": "Head of the centre", "ru": "Руководитель центра"}


class Shipped(NamedTuple):
    name: str
    spec: dict


def _shipped(name: str) -> Shipped:
    return Shipped(name, {"layout": "course_completion", "issuer": ISSUER, "signatory_title": SIGNATORY})


SHIPPED = {
    Kind.COURSE: _shipped("Course completion"),
    Kind.LEVEL: _shipped("Language level"),
    Kind.DIPLOMA: _shipped("Diploma"),
}


def render(spec: Mapping, snapshot: Mapping, *, credential: bytes | None = None) -> bytes:
    """The PDF of a snapshot, with the signed credential inside. Raises `lms.pdf.exceptions.CannotDraw`."""
    name, media_type, description = CREDENTIAL
    attachments = [Attachment(name, credential, media_type, description)] if credential else []
    return LAYOUTS[spec["layout"]](snapshot, attachments=attachments)
