"""The diploma of the Migration School: A4 on its side, and standing pages with the modules, their hours and results."""

from .pieces import HEAD_OF_SERVICE, ISSUER, at, course_title, each, foot, head, numbered, statement

TITLE = {"az": "Diplom", "en": "Diploma", "ru": "Диплом"}
HEADING = {"az": "DİPLOM", "en": "DIPLOMA", "ru": "ДИПЛОМ"}
SUPPLEMENT = {"az": "DİPLOMA ƏLAVƏ", "en": "SUPPLEMENT TO THE DIPLOMA", "ru": "ПРИЛОЖЕНИЕ К ДИПЛОМУ"}
WITH_SUPPLEMENT = {
    "az": "Əlavə ilə birlikdə etibarlıdır",
    "en": "Valid together with its supplement",
    "ru": "Действителен вместе с приложением",
}
SIGNED = {"az": "İmza", "en": "Signature", "ru": "Подпись"}

FIRST = [
    at("name", 32, 66, 233, 33, largest=34.0, smallest=14.0),
    at("line", 95.6, 100, 105.8, 0, star=True),
    course_title(103.5, largest=14),
    statement(118.8, height=17.2, leading=1.38),
    at("line", 148.5, 106, 0, 29),
    at("facts", 25, 138, 247, 13.8, fields=["hours", "score", "cohort_dates", "completed_on", "valid_until"]),
]
NOTE = at(
    "text",
    111.5,
    188.4,
    74,
    4,
    text=WITH_SUPPLEMENT,
    arrange="stroke",
    largest=7,
    smallest=5,
    colour="accent",
    align="centre",
    stand="middle",
)

SECOND = [
    at("ornament", 8.8, 8.8, 192.4, 279.4, motif="frame"),
    at("ornament", 22, 20.5, 12.4, 12.4, motif="emblem"),
    at("text", 38.5, 20.5, 97, 12.4, text=each("{issuer}"), largest=9.5, smallest=6.5, colour="muted", stand="middle"),
    at(
        "text",
        22,
        37.5,
        166,
        8,
        text=SUPPLEMENT,
        arrange="dot",
        largest=13,
        smallest=8,
        bold=True,
        colour="accent",
        stand="middle",
        tag="H1",
        spacing=0.8,
    ),
    at("name", 22, 46.5, 166, 16, largest=17.0, smallest=7.0, align="left"),
    at(
        "text",
        138,
        20,
        50,
        3.6,
        text={"az": "Nömrə", "en": "Number", "ru": "Номер"},
        arrange="stroke",
        largest=7.5,
        smallest=6,
        colour="muted",
        align="right",
    ),
    at("text", 138, 23.6, 50, 5.4, text={"": "{number}"}, largest=11, smallest=7, bold=True, align="right"),
    at("text", 138, 29.2, 50, 4.4, text={"": "{code}"}, largest=8, smallest=6, colour="muted", align="right"),
    at(
        "text",
        22,
        63.5,
        166,
        10.5,
        text=each("{course_title}"),
        arrange="beside",
        largest=9.5,
        smallest=6,
        lines=3,
        leading=1.26,
        bold=True,
    ),
    at("table", 22, 77, 166, 178, largest=10.0),
    at("text", 22, 260, 80, 9, text=each("{place}, {issued_on}"), largest=8.5, smallest=5.5),
    at("line", 120, 266, 68, 0, colour="ink"),
    at("text", 120, 266.8, 68, 4, text=SIGNED, arrange="stroke", largest=7, smallest=6, colour="muted", align="centre"),
    at(
        "text",
        22,
        274.5,
        166,
        4,
        text={"": "{number}  ·  {page} / {pages}"},
        largest=7.5,
        smallest=6,
        colour="muted",
        align="centre",
    ),
]

SPEC = {
    "languages": ["az", "en"],
    "title": TITLE,
    "issuer": ISSUER,
    "signatory": "",
    "signatory_title": HEAD_OF_SERVICE,
    "pages": numbered((True, [*head(HEADING, largest=22.0), *FIRST, *foot(), NOTE]), (False, SECOND)),
}
