"""The message catalogues: what the code says, in every language of the site.

Each app keeps its own in `locale/`. The source language is English. Extraction is done by Babel (a developer's tool),
reading, writing and compiling by polib, so that a bare machine needs neither xgettext nor msgfmt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "en"
# Innermost first: a file belongs to the first folder that holds it.
CATALOGUES = ("lms/accounts", "lms/desk", "lms/jobs", "courses", "certificates", "cms", "lms")
PLURALS = {
    "az": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    """One sentence of the code: `msgid`, and where given its plural and its context."""

    msgid: str
    plural: str = ""
    context: str = ""


def languages() -> list[str]:
    """The languages that need a catalogue: all but the source language."""
    return [code for code, _ in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def catalogue_path(folder: str, language: str) -> Path:
    return settings.BASE_DIR / folder / "locale" / language / "LC_MESSAGES" / "django.po"


def owner(path: Path) -> str:
    relative = path.relative_to(settings.BASE_DIR).as_posix()
    return next(folder for folder in CATALOGUES if relative.startswith(f"{folder}/"))


def sources(folder: str) -> Iterator[Path]:
    """The files whose sentences belong to a folder's catalogue."""
    for path in sorted((settings.BASE_DIR / folder).rglob("*")):
        readable = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts)
        if readable and owner(path) == folder and "migrations" not in path.parts:
            yield path


def extracted(path: Path) -> Iterator[Message]:
    """The sentences of one file."""
    from babel.messages.extract import extract  # noqa: PLC0415 - a developer's tool, absent in production

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the page is no Python: its indentation would only confuse the tokeniser.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, found, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        msgid, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        if msgid:
            yield Message(msgid, plural or "", context or "")


def wanted(folder: str) -> dict[Message, str]:
    """Every sentence of a folder with the file it was first seen in. A plural form wins over its singular twin."""
    found: dict[tuple[str, str], tuple[Message, str]] = {}
    for path in sources(folder):
        for message in extracted(path):
            key = (message.context, message.msgid)
            if key not in found or (message.plural and not found[key][0].plural):
                found[key] = (message, path.relative_to(settings.BASE_DIR).as_posix())
    return dict(found.values())


def empty(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def update(folder: str, language: str) -> polib.POFile:
    """Adds what is new to a catalogue, drops what is gone, keeps every translation. Writes the file."""
    path = catalogue_path(folder, language)
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else empty(language)
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = empty(language)
    for message, origin in sorted(wanted(folder).items(), key=lambda pair: (pair[1], pair[0].msgid)):
        new.append(entry_for(message, origin, kept.get((message.context, message.msgid)), language))
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(path))
    return new


def entry_for(message: Message, origin: str, known: polib.POEntry | None, language: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None, occurrences=[(origin, "")])
    if message.plural:
        entry.msgid_plural = message.plural
        forms = range(int(PLURALS[language].split(";")[0].removeprefix("nplurals=")))
        entry.msgstr_plural = {n: known.msgstr_plural.get(n, "") if known else "" for n in forms}
    elif known:
        entry.msgstr = known.msgstr
    return entry


def complaints() -> list[str]:
    """What is missing or wrong in any catalogue, a line each: empty when all is well."""
    return [line for folder in CATALOGUES for language in languages() for line in complaints_of(folder, language)]


def complaints_of(folder: str, language: str) -> Iterator[str]:
    path = catalogue_path(folder, language)
    entries = {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
    for message, origin in wanted(folder).items():
        entry = entries.get((message.context, message.msgid))
        if entry is None or "fuzzy" in entry.flags or not all(translations(entry)):
            yield f"{origin}: no {language} translation of {message.msgid!r}"
        else:
            yield from mismatches(entry, language, origin)


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def mismatches(entry: polib.POEntry, language: str, origin: str) -> Iterator[str]:
    """A translation must carry the placeholders of its source; a singular form may leave the number out."""
    source = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in translations(entry):
        found = set(PLACEHOLDER.findall(text))
        if found - source or (not entry.msgid_plural and source - found):
            yield f"{origin}: the {language} translation of {entry.msgid!r} has other placeholders"


def compile_catalogues() -> int:
    """Writes every catalogue's .mo that is older than its .po; says how many."""
    written = 0
    for folder in CATALOGUES:
        for language in languages():
            source = catalogue_path(folder, language)
            target = source.with_suffix(".mo")
            if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
                polib.pofile(str(source)).save_as_mofile(str(target))
                written += 1
    return written
