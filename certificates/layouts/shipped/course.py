"""A4 on its side: this person has completed this course."""

from certificates import words

from .pieces import ISSUER, SIGNATORY, at, each, foot, head, numbered

BODY = [
    at("name", 32, 65, 233, 30, largest=30.0),
    at("line", 95.6, 96.5, 105.8, 0, star=True),
    at(
        "text",
        31,
        100,
        235,
        14.5,
        text=each("{course_title}"),
        arrange="beside",
        largest=13,
        smallest=8,
        lines=3,
        leading=1.3,
        bold=True,
        align="centre",
        stand="bottom",
    ),
    at(
        "text",
        31,
        115.6,
        235,
        19.5,
        text=each("{statement}"),
        arrange="beside",
        largest=11,
        smallest=7,
        lines=4,
        leading=1.42,
        align="centre",
    ),
    at("line", 148.5, 103, 0, 29),
    at("facts", 25, 138, 247, 13.8, fields=["hours", "level", "score", "cohort_dates", "completed_on", "valid_until"]),
]

SPEC = {
    "languages": ["az", "en"],
    "issuer": ISSUER,
    "signatory": "",
    "signatory_title": SIGNATORY,
    "pages": numbered((True, [*head(words.HEADING), *BODY, *foot()])),
}
