"""Everything that is printed, gathered once. After this nothing reads the person, the course or the centre."""

import hashlib
import json
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import layouts
from certificates.codes import LENGTH
from certificates.models import TemplateVersion
from courses.models import Enrolment
from lms.accounts.names import is_latin
from lms.pdf.exceptions import CannotDraw, CharactersNotDrawable, CharactersRefused, MarksMisplaced, described
from lms.pdf.faces import undrawable
from lms.refusals import Refusal

# The two that stand side by side on the paper, where the course and the centre have both.
LANGUAGES = ("az", "en")
NO_TEXT = _("Nobody has written the names of the course and of the centre in one language. Tell the authors.")


def facts(enrolment: Enrolment, *, template: TemplateVersion, now: datetime) -> dict:
    """The printed values but for number and code: strings, or strings by language.

    Refuses a person without a Latin name (`latin_name_missing`), a course that nobody has written a title for (`no_text`)
    and any value that cannot be drawn (`not_drawable`, `too_long`): before a number is spent. Dates are those of Asia/Baku.
    """
    name_latin, name_own = names(enrolment.person)
    cohort, course, centre = enrolment.cohort, enrolment.cohort.course, enrolment.cohort.centre
    titles, centres = by_language(course.texts, "title"), by_language(centre.texts, "name")
    found = {
        "name_latin": name_latin,
        "name_own": name_own,
        "course_title": titles,
        "statement": by_language(course.texts, "statement"),
        "languages": printed_languages(titles, centres),
        "hours": str(course.hours) if course.hours else "",
        "level": course.level,
        "score": score(enrolment),
        "cohort": cohort.name,
        "cohort_dates": f"{cohort.starts_on.isoformat()}/{cohort.ends_on.isoformat()}",
        "completed_on": local_date(enrolment.completed_at),
        "issued_on": local_date(now),
        "centre": centres,
        "place": by_language(centre.texts, "place"),
        "issuer": template.spec.get("issuer", {}),
        "signatory": template.spec.get("signatory", ""),
        "signatory_title": template.spec.get("signatory_title", {}),
        "test": settings.DEMO,
    }
    refuse_undrawable(template.layout, found)
    return found


def names(person) -> tuple[str, str]:
    """The Latin name, printed largest, and the own one beneath it where it differs and where we have its letters."""
    own = person.name
    latin = person.name_latin or (own if is_latin(own) else "")
    if not latin:
        raise Refusal(
            _("The name in Latin letters is missing. Write it as it stands in the passport."),
            code="latin_name_missing",
            field="name_latin",
        )
    return latin, "" if own == latin or undrawable(own) else own


def by_language(texts, field: str) -> dict[str, str]:
    return {text.language: getattr(text, field) for text in texts.all()}


def printed_languages(*texts: dict[str, str]) -> list[str]:
    """In which languages a certificate can be printed: a course may be written in one language and not yet in the other."""
    everywhere = [code for code, _name in settings.LANGUAGES if all(text.get(code) for text in texts)]
    found = [code for code in LANGUAGES if code in everywhere] or everywhere[:1]
    if not found:
        raise Refusal(NO_TEXT, code="no_text")
    return found


def score(enrolment: Enrolment) -> str:
    return f"{enrolment.final_score:.0f} %" if enrolment.final_score is not None else ""


def local_date(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def numbered(found: dict, *, number: str, code: str) -> dict:
    """The snapshot with its number, its code and the address in the square code (capitals make that smaller)."""
    return found | {"number": number, "code": code, "verify_url": f"{settings.SITE_URL}/v/{code}".upper()}


def refuse_undrawable(layout: str, found: dict) -> None:
    """Draws the certificate once with the widest number and code: what would fail later is refused now."""
    try:
        layouts.render(layout, numbered(found, number="AZ-WWW-2026-W-000000", code="W" * LENGTH))
    except (CharactersNotDrawable, CharactersRefused, MarksMisplaced) as problem:
        raise Refusal(
            _("These characters cannot be printed: %(characters)s. Write the name in Latin letters.")
            % {"characters": described(problem.characters)},
            code="not_drawable",
            field="name",
        ) from problem
    except CannotDraw as problem:
        raise Refusal(_("The text is too long to be printed."), code="too_long", field="name") from problem


def in_words(snapshot: dict, *, language: str | None) -> dict:
    """A snapshot for a reader: one language of each text, dates as dates."""
    return {name: in_one_language(value, language) for name, value in snapshot.items()} | {
        name: date.fromisoformat(snapshot[name]) for name in ("completed_on", "issued_on") if snapshot.get(name)
    }


def as_printed(snapshot: dict, *, language: str) -> dict:
    """As `in_words`, to be compared with the paper: a reader's language that is not on it gives way to those that are."""
    printed = snapshot.get("languages", [])
    if language in printed:
        return in_words(snapshot, language=language)
    both = {
        name: " / ".join(dict.fromkeys(value[code] for code in printed if value.get(code)))
        for name, value in snapshot.items()
        if isinstance(value, dict)
    }
    return in_words(snapshot, language=language) | both


def in_one_language(value, language: str | None):
    if not isinstance(value, dict):
        return value
    return value.get(language) or next(iter(value.values()), "")


def digest(snapshot: dict) -> str:
    """SHA-256 of the canonical JSON of a snapshot, in hexadecimal."""
    canonical = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
