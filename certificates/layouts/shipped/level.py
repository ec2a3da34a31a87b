"""A4 on its side: this person knows a language at this level, and what that means."""

from .pieces import ISSUER, SIGNATORY, at, each, foot, head, numbered

HEADING = {"az": "DİL SERTİFİKATI", "en": "LANGUAGE CERTIFICATE", "ru": "ЯЗЫКОВОЙ СЕРТИФИКАТ"}
FRAMEWORK = {
    "az": "Dillər üzrə Ümumavropa Səriştə Çərçivəsi (CEFR)",
    "en": "Common European Framework of Reference for Languages (CEFR)",
    "ru": "Общеевропейские компетенции владения иностранным языком (CEFR)",
}

BODY = [
    at("name", 32, 62.5, 233, 26),
    at("line", 95.6, 90, 105.8, 0, star=True),
    at(
        "text",
        31,
        92.6,
        235,
        11,
        text=each("{course_title}"),
        arrange="beside",
        largest=11.5,
        smallest=7,
        lines=2,
        leading=1.28,
        bold=True,
        align="centre",
        stand="middle",
    ),
    at(
        "text",
        118.5,
        101.4,
        60,
        12,
        text={"": "{level}"},
        largest=32,
        smallest=20,
        leading=1.05,
        bold=True,
        colour="accent",
        align="centre",
        stand="middle",
    ),
    at(
        "text",
        31,
        112.6,
        235,
        5,
        text=each("{level_words}"),
        arrange="dot",
        largest=11,
        smallest=8,
        colour="muted",
        align="centre",
        stand="middle",
    ),
    at(
        "text",
        31,
        119,
        235,
        11.6,
        text=each("{level_ability}"),
        arrange="beside",
        largest=9.5,
        smallest=7,
        lines=4,
        leading=1.34,
        align="centre",
    ),
    at(
        "text",
        31,
        131,
        235,
        4,
        text=FRAMEWORK,
        arrange="stroke",
        largest=7.5,
        smallest=6,
        colour="muted",
        align="centre",
    ),
    at("facts", 25, 136.4, 247, 13.8, fields=["hours", "score", "cohort_dates", "completed_on", "valid_until"]),
]

# Between the signature and the code that needs internet.
SIGNED = at("signed", 186, 152, 45.5, 41, side=30)

SPEC = {
    "languages": ["az", "en"],
    "issuer": ISSUER,
    "signatory": "",
    "signatory_title": SIGNATORY,
    "pages": numbered((True, [*head(HEADING), *BODY, *foot(), SIGNED])),
}
