"""What the templates have in common: who issues, the frame, the head and the foot of a page that lies on its side."""

from typing import Any

ISSUER = {
    "az": "Azərbaycan Respublikasının Dövlət Miqrasiya Xidməti",
    "en": "State Migration Service of the Republic of Azerbaijan",
    "ru": "Государственная миграционная служба Азербайджанской Республики",
}
SIGNATORY = {"az": "Mərkəzin rəhbəri", "en": "Head of the centre", "ru": "Руководитель центра"}
HEAD_OF_SERVICE = {"az": "Xidmətin rəisi", "en": "Head of the Service", "ru": "Начальник Службы"}

Piece = dict[str, Any]
SMALL_PRINT = {"largest": 8.5, "smallest": 5, "lines": 2, "colour": "muted", "align": "centre"}


def at(kind: str, x: float, y: float, width: float, height: float, **says) -> Piece:
    """An element of this type in a box in millimetres."""
    return {"type": kind, "x": x, "y": y, "width": width, "height": height, **says}


def each(text: str) -> dict[str, str]:
    """A text of fields alone, in every language."""
    return dict.fromkeys(("az", "en", "ru"), text)


def course_title(top: float, *, largest: float) -> Piece:
    """The languages side by side, upwards from 14.5 mm below `top`."""
    return at(
        "text",
        31,
        top,
        235,
        14.5,
        text=each("{course_title}"),
        arrange="beside",
        largest=largest,
        smallest=8,
        lines=3,
        leading=1.3,
        bold=True,
        align="centre",
        stand="bottom",
    )


def statement(top: float, *, height: float, leading: float) -> Piece:
    """What was done, the languages side by side."""
    return at(
        "text",
        31,
        top,
        235,
        height,
        text=each("{statement}"),
        arrange="beside",
        largest=11,
        smallest=7,
        lines=4,
        leading=leading,
        align="centre",
    )


def numbered(*pages: tuple[bool, list[Piece]]) -> list[dict]:
    """Pages, each lying on its side or standing, with an id for every element."""
    return [
        {
            "landscape": landscape,
            "elements": [{"id": f"p{page}e{n}", **element} for n, element in enumerate(elements, start=1)],
        }
        for page, (landscape, elements) in enumerate(pages, start=1)
    ]


def head(heading: dict[str, str], *, largest: float = 16.0) -> list[Piece]:
    """Border, emblem, issuer and heading: down to 62 mm."""
    return [
        at("ornament", 8.8, 8.8, 279.4, 192.4, motif="frame"),
        at("ornament", 139.5, 20, 18, 18, motif="emblem"),
        at("text", 32, 40, 233, 11, text=each("{issuer}"), largest=10.5, smallest=7, colour="muted", align="centre"),
        at(
            "text",
            32,
            53,
            233,
            9.5,
            text=heading,
            arrange="dot",
            largest=largest,
            smallest=10,
            bold=True,
            colour="accent",
            align="centre",
            stand="middle",
            tag="H1",
            spacing=1.4,
        ),
    ]


def foot() -> list[Piece]:
    """Number and place on the left, the signature in the middle, the code on the right: from 156 mm down."""
    number = {"az": "Nömrə", "en": "Number", "ru": "Номер"}
    issued = {"az": "Verilmə yeri və tarixi", "en": "Place and date of issue", "ru": "Место и дата выдачи"}
    return [
        at("text", 25, 157, 84, 3.6, text=number, arrange="stroke", largest=7.5, smallest=6, colour="muted"),
        at("text", 25, 160.6, 84, 5.8, text={"": "{number}"}, largest=12, smallest=8, bold=True),
        at("text", 25, 167.6, 84, 3.6, text=issued, arrange="stroke", largest=7.5, smallest=5, colour="muted"),
        at("text", 25, 171.2, 84, 9, text=each("{place}, {issued_on}"), largest=9, smallest=6),
        at("text", 25, 180.2, 84, 11.8, text=each("{centre}"), largest=9, smallest=5.5, lines=2, colour="muted"),
        at("line", 115, 170.5, 67, 0, colour="ink"),
        at("text", 111.5, 171.4, 74, 9, text=each("{signatory_title}"), **SMALL_PRINT),
        at("text", 113, 181, 71, 5.4, text={"": "{signatory}"}, largest=10.5, smallest=6, bold=True, align="centre"),
        at("qr", 231.5, 156, 48, 37, side=24.7),
    ]
