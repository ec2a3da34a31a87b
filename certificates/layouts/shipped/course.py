"""A4 on its side: this person has completed this course."""

from certificates import words

from .pieces import ISSUER, SIGNATORY, at, course_title, foot, head, numbered, statement

BODY = [
    at("name", 32, 65, 233, 30, largest=30.0),
    at("line", 95.6, 96.5, 105.8, 0, star=True),
    course_title(100, largest=13),
    statement(115.6, height=19.5, leading=1.42),
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
