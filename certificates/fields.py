"""What can be printed. One list drives the editor, its preview, the checks before publishing, and the paper itself.

A value is read from the snapshot only. `sample` and `longest` are what a snapshot would hold: a likely value, and the longest
that the record allows, in words as long as real ones get.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates import words
from certificates.offline import LIKELY_LETTERS, MOST_LETTERS, PREFIX

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Field:
    """`read` gives the printed text of a snapshot in one language; empty means that nothing is printed."""

    name: str
    label: str | Promise
    sample: Any
    longest: Any
    read: Callable[[Mapping, str], str]


def in_language(value: Any, language: str) -> str:
    """A text by language: the one asked for, else in Azerbaijani, in English, or in any."""
    if not isinstance(value, Mapping):
        return str(value or "")
    found = (value[wanted] for wanted in (language, "az", "en", *value) if value.get(wanted))
    return next(found, "")


def issuer_of(snapshot: Mapping) -> Mapping:
    """Who gives the certificate: the service if the snapshot names it, else the centre."""
    return snapshot.get("issuer") or snapshot.get("centre") or {}


def _plain(name: str) -> Callable[[Mapping, str], str]:
    return lambda snapshot, language: in_language(snapshot.get(name), language)


def _days(name: str) -> Callable[[Mapping, str], str]:
    return lambda snapshot, language: words.days_in_words(snapshot.get(name) or "", language=language)


def _own_name(snapshot: Mapping, language: str) -> str:
    own = " ".join(snapshot.get("name_own", "").split())
    return "" if own == " ".join(snapshot["name_latin"].split()) else own


def _score(snapshot: Mapping, language: str) -> str:
    return words.per_cent(snapshot.get("score") or "")


def _centre(snapshot: Mapping, language: str) -> str:
    """Empty where the centre stands at the top already."""
    issuer, centre = (in_language(each, language) for each in (issuer_of(snapshot), snapshot.get("centre")))
    return "" if issuer == centre else centre


def _issuer(snapshot: Mapping, language: str) -> str:
    return in_language(issuer_of(snapshot), language)


def _code(snapshot: Mapping, language: str) -> str:
    code = snapshot["code"]
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _address(snapshot: Mapping, language: str) -> str:
    return snapshot["verify_url"].split("://", 1)[-1].removesuffix(snapshot["code"]).lower()


def _long(texts: dict[str, str], length: int) -> dict[str, str]:
    """Each text repeated up to so many characters, and no word cut."""
    return {language: _repeated(text, length) for language, text in texts.items()}


def _repeated(text: str, length: int) -> str:
    found = " ".join([text] * (length // len(text) + 1))[:length]
    return found if found.endswith(text) else found.rpartition(" ")[0]


TITLE = {
    "az": "Yeni başlayanlar üçün Azərbaycan dili",
    "en": "Azerbaijani for beginners",
    "ru": "Азербайджанский язык для начинающих",
}
LONG_TITLE = {
    "az": "Əcnəbilərin və vətəndaşlığı olmayan şəxslərin hüquq və vəzifələri",
    "en": "Rights and responsibilities of foreigners and stateless persons",
    "ru": "Права и обязанности иностранцев и лиц без гражданства",
}
STATEMENT = {
    "az": "Kursun proqramını tam mənimsəmiş və yekun imtahanı uğurla vermişdir.",
    "en": "has completed the full programme of the course and passed the final examination.",
    "ru": "освоил(а) программу курса в полном объёме и сдал(а) итоговый экзамен.",
}
CENTRE = {"az": "Bakı tədris mərkəzi", "en": "Baku training centre", "ru": "Бакинский учебный центр"}
LONG_CENTRE = {
    "az": "Lənkəran şəhəri üzrə regional tədris və uyğunlaşma mərkəzi",
    "en": "Regional training and integration centre of the city of Lankaran",
    "ru": "Региональный центр обучения и адаптации города Ленкорани",
}
PLACE = {"az": "Bakı", "en": "Baku", "ru": "Баку"}
LONG_PLACE = {
    "az": "Naxçıvan Muxtar Respublikası, Naxçıvan şəhəri",
    "en": "City of Nakhchivan, Nakhchivan Autonomous Republic",
    "ru": "Город Нахчыван, Нахчыванская Автономная Республика",
}
SIGNATORY_TITLE = {
    "az": "Tədris Mərkəzinin rəisi",
    "en": "Head of the Training Centre",
    "ru": "Начальник Учебного центра",
}
MODULES = {
    "az": "Beynəlxalq miqrasiya hüququ və qlobal tendensiyalar",
    "en": "International migration law and global trends",
    "ru": "Международное миграционное право и мировые тенденции",
}
CODE = "K7QW2M4XZ6P3T5VA"

FIELDS = {
    field.name: field
    for field in (
        Field(
            "name_latin",
            _("Name in Latin letters"),
            "Gunash Aliyeva",
            "Abdurrahmanmuhammadjon " * 5 + "Ibnas",
            _plain("name_latin"),
        ),
        Field(
            "name_own",
            _("Name in the person’s own letters"),
            "Günəş Əliyeva",
            "Абдуррахманмухаммаджон " * 5 + "Ибнас",
            _own_name,
        ),
        Field("course_title", _("Title of the course"), TITLE, _long(LONG_TITLE, 160), _plain("course_title")),
        Field("statement", _("Sentence of the course"), STATEMENT, _long(STATEMENT, 240), _plain("statement")),
        Field("hours", _("Hours"), "72", "2000", _plain("hours")),
        Field("level", _("Level"), "A1", "B2", _plain("level")),
        Field("level_words", _("Level in words"), words.LEVELS["A1"], words.LEVELS["B2"], _plain("level_words")),
        Field(
            "level_ability",
            _("What the level means"),
            words.ABILITIES["A1"],
            words.ABILITIES["B2"],
            _plain("level_ability"),
        ),
        Field("score", _("Result"), "86", "100", _score),
        Field(
            "cohort_dates",
            _("Dates of the course"),
            "2026-09-01/2026-11-20",
            "2027-12-28/2028-12-29",
            _days("cohort_dates"),
        ),
        Field("completed_on", _("Day of completion"), "2026-11-20", "2028-09-28", _days("completed_on")),
        Field("issued_on", _("Day of issue"), "2026-11-23", "2028-09-28", _days("issued_on")),
        Field("valid_until", _("Last day of validity"), "", "2028-09-28", _days("valid_until")),
        Field("number", _("Number"), "AZ-BAK-2026-000123", "AZ-WWWWWWWW-2028-W-000000", _plain("number")),
        Field("code", _("Code to type"), CODE, "W" * len(CODE), _code),
        Field("address", _("Address to type"), None, None, _address),
        Field("centre", _("Centre"), CENTRE, _long(LONG_CENTRE, 120), _centre),
        Field("place", _("Place"), PLACE, LONG_PLACE, _plain("place")),
        Field("issuer", _("Issuer"), None, None, _issuer),
        Field("signatory", _("Who signs"), None, None, _plain("signatory")),
        Field("signatory_title", _("Office of who signs"), None, None, _plain("signatory_title")),
        Field("page", _("Number of the page"), "1", "1", _plain("page")),
        Field("pages", _("How many pages"), "1", "1", _plain("pages")),
    )
}

# What may stand in a row of facts, with the label from `words.LABELS`.
FACTS = ("hours", "level", "score", "cohort_dates", "completed_on", "valid_until")


def unknown(text: str) -> list[str]:
    """Names in curly brackets that are no field."""
    return [name for name in PLACEHOLDER.findall(text) if name not in FIELDS]


def filled(text: str, snapshot: Mapping, language: str) -> str:
    """The text with its fields. Empty when it has fields and none of them has a value: a label alone says nothing."""
    values = [FIELDS[name].read(snapshot, language) for name in PLACEHOLDER.findall(text)]
    if values and not any(values):
        return ""
    found = iter(values)
    return PLACEHOLDER.sub(lambda _: next(found), text)


def sample_snapshot(spec: Mapping, *, site: str) -> dict:
    """A snapshot as it would be for a likely person, on a template."""
    return _snapshot(spec, site=site, of=lambda field: field.sample, modules=18, letters=LIKELY_LETTERS)


def longest_snapshot(spec: Mapping, *, site: str) -> dict:
    """A snapshot where every value is as long as it can get: what fits here fits always."""
    return _snapshot(spec, site=site, of=lambda field: field.longest, modules=40, letters=MOST_LETTERS)


def _snapshot(spec: Mapping, *, site: str, of: Callable[[Field], Any], modules: int, letters: int) -> dict:
    found = {field.name: of(field) for field in FIELDS.values() if of(field) is not None}
    own = {
        name: spec.get(name, default) for name, default in (("issuer", {}), ("signatory", ""), ("signatory_title", {}))
    }
    return (
        found
        | own
        | {
            "languages": languages_of(spec),
            "modules": [{"title": MODULES, "hours": "2", "result": "100"} for _ in range(modules)],
            "verify_url": f"{site}/v/{found['code']}".upper(),
            "signed_code": (PREFIX + CODE * letters)[:letters],
            "test": False,
        }
    )


def languages_of(spec: Mapping) -> list[str]:
    return list(spec.get("languages") or words.LANGUAGES[:2])
