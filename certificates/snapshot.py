"""Everything that is printed, gathered once. After this nothing reads the person, the course or the centre."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates import fields, layouts, words
from certificates.codes import LENGTH
from certificates.enums import Kind
from certificates.models import TemplateVersion
from courses.models import Assessment, Enrolment, Lesson
from courses.queries.standing import standings
from lms.accounts.names import is_latin
from lms.pdf.exceptions import CannotDraw, CharactersNotDrawable, CharactersRefused, MarksMisplaced, described
from lms.pdf.faces import undrawable
from lms.refusals import Refusal

NO_TEXT = _("Nobody has written the names of the course and of the centre in one language. Tell the authors.")
WIDEST_DAY = "2028-09-28"


def facts(enrolment: Enrolment, *, kind: str, template: TemplateVersion) -> dict:
    """The printed values but for number, code and day of issue: strings, or strings by language.

    Refuses a person without a Latin name (`latin_name_missing`), a course that nobody has written a title for (`no_text`)
    and any value that cannot be drawn (`not_drawable`, `too_long`): before a number is spent. Dates are those of Asia/Baku.
    """
    name_latin, name_own = names(enrolment.person)
    cohort, course, centre = enrolment.cohort, enrolment.cohort.course, enrolment.cohort.centre
    titles, centres = by_language(course.texts, "title"), by_language(centre.texts, "name")
    found = {
        "kind": kind,
        "name_latin": name_latin,
        "name_own": name_own,
        "course_title": titles,
        "statement": by_language(course.texts, "statement"),
        "languages": printed_languages(fields.languages_of(template.spec), titles, centres),
        "hours": str(course.hours) if course.hours else "",
        "level": course.level,
        "score": score(enrolment),
        "cohort": cohort.name,
        "cohort_dates": f"{cohort.starts_on.isoformat()}/{cohort.ends_on.isoformat()}",
        "completed_on": local_date(enrolment.completed_at),
        "centre": centres,
        "place": by_language(centre.texts, "place"),
        "issuer": template.spec.get("issuer", {}),
        "signatory": template.spec.get("signatory", ""),
        "signatory_title": template.spec.get("signatory_title", {}),
        "test": settings.DEMO,
    }
    if kind == Kind.LEVEL:
        found |= {
            "level_words": words.LEVELS.get(course.level, {}),
            "level_ability": words.ABILITIES.get(course.level, {}),
        }
    if kind == Kind.DIPLOMA:
        found["modules"] = modules(enrolment)
    refuse_undrawable(template.spec, found)
    return found


def names(person) -> tuple[str, str]:
    """The Latin name, printed largest, and the own one beneath it where it has letters of its own and we have them too.

    A name in A to Z alone is written as in the passport (ICAO Doc 9303), so the Latin form is its newest spelling: printed
    once, or a correction would leave two spellings on one paper.
    """
    own = person.name
    latin = person.name_latin or (own if is_latin(own) else "")
    if not latin:
        raise Refusal(
            _("The name in Latin letters is missing. Write it as it stands in the passport."),
            code="latin_name_missing",
            field="name_latin",
        )
    has_own_letters = any(letter.isalpha() and not letter.isascii() for letter in own)
    return latin, own if has_own_letters and own != latin and not undrawable(own) else ""


def by_language(texts, field: str) -> dict[str, str]:
    return {text.language: getattr(text, field) for text in texts.all()}


def printed_languages(wanted: Sequence[str], *texts: dict[str, str]) -> list[str]:
    """Those of the template in which the names are written: a course may be written in one language and not yet in the other."""
    everywhere = [code for code, _name in settings.LANGUAGES if all(text.get(code) for text in texts)]
    found = [code for code in wanted if code in everywhere] or everywhere[:1]
    if not found:
        raise Refusal(NO_TEXT, code="no_text")
    return found


def score(enrolment: Enrolment) -> str:
    return f"{enrolment.final_score:.0f} %" if enrolment.final_score is not None else ""


def modules(enrolment: Enrolment) -> list[dict]:
    """What a diploma lists: lessons with their hours and the best result of their quizzes, then the other quizzes that count.

    A lesson that was neither needed nor read is left out. Hours are of sixty minutes, with one decimal where there is one; they
    are left out where they do not add up to those of the course, which the diploma says on its first page.
    """
    [standing] = standings([enrolment], titles_of=(Lesson, Assessment)).values()
    counting = standing.required_assessments
    lessons = [each for each in standing.lessons if each.is_required or each.pk in standing.done]
    listed = {each.pk for each in lessons}
    results: dict[int | None, list[Decimal]] = {}
    for each in counting:
        if (best := standing.best(each)) is not None:
            results.setdefault(each.lesson_id, []).append(best)
    whole = enrolment.cohort.course.hours
    add_up = not whole or round(sum(each.minutes for each in lessons) / 60) == whole
    found = [
        module(each, hours=hours(each.minutes) if add_up else "", best=max(results.get(each.pk, ()), default=None))
        for each in lessons
    ]
    others = [each for each in counting if each.lesson_id not in listed]
    return found + [module(each, hours="", best=standing.best(each)) for each in others]


def module(unit: Lesson | Assessment, *, hours: str, best: Decimal | None) -> dict:
    return {
        "title": by_language(unit.texts, "title"),
        "hours": hours,
        "result": f"{best:.0f}" if best is not None else "",
    }


def hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0") if minutes else ""


def local_date(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def numbered(found: dict, *, number: str, code: str) -> dict:
    """The snapshot with its number, its code and the address in the square code (capitals make that smaller)."""
    return found | {"number": number, "code": code, "verify_url": f"{settings.SITE_URL}/v/{code}".upper()}


def as_draft(found: dict, *, on: date, valid_until: date | None) -> dict:
    """The snapshot as it would be if it were issued on that day, without a number, and with a code that nobody can have."""
    days = {"issued_on": on.isoformat(), "valid_until": valid_until.isoformat() if valid_until else ""}
    return numbered(found | days, number="–", code="9" * LENGTH)


def refuse_undrawable(spec: dict, found: dict) -> None:
    """Draws the certificate once with the widest number, code and days: what would fail later is refused now."""
    dated = found | {"issued_on": WIDEST_DAY, "valid_until": WIDEST_DAY}
    try:
        layouts.render(spec, numbered(dated, number="AZ-WWW-2026-W-000000", code="W" * LENGTH))
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
        name: date.fromisoformat(snapshot[name])
        for name in ("completed_on", "issued_on", "valid_until")
        if snapshot.get(name)
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
