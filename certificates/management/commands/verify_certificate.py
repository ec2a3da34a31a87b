"""Asks the register about a certificate from the command line: by its code or by its file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.inspecting import LARGEST, Busy
from certificates.verification import Answer, FileAnswer, Made, Verdict, verify, verify_file
from lms import terminal

PRINTED = ("number", "name_latin", "name_own", "level", "hours", "completed_on", "issued_on", "valid_until")
NOT_VALID, NOT_KNOWN = 1, 2


class Command(BaseCommand):
    help = "Verifies a certificate by its code or its file (PDF or credential). Exit code: 0 valid, 1 not valid, 2 unknown or unreadable."

    def add_arguments(self, parser):
        parser.add_argument("what", metavar="FILE|CODE")
        parser.add_argument("--lang", choices=terminal.CODES, default=terminal.language(), help="az, en or ru")

    def handle(self, *, what, lang, **options):
        with translation.override(lang):
            found = (
                by_file(Path(what))
                if is_path(what)
                else FileAnswer(Made.OURS, verify(what, today=timezone.localdate()))
            )
            if is_path(what):
                self.stdout.write(str(found.made.label))
            self.say(found.answer)
            code = exit_code(found)
            if code:
                raise CommandError(_("Not a valid certificate."), returncode=code)

    def say(self, answer: Answer) -> None:
        self.stdout.write(str(answer.verdict.label))
        for name in PRINTED:
            if answer.facts.get(name):
                self.stdout.write(f"  {name}: {answer.facts[name]}")
        if answer.since:
            self.stdout.write(f"  not_valid_since: {answer.since:%Y-%m-%d}")
        if answer.successor:
            self.stdout.write(f"  replaced_by: {answer.successor}")


def is_path(what: str) -> bool:
    return "/" in what or "." in what or Path(what).is_file()


def by_file(path: Path) -> FileAnswer:
    try:
        with path.open("rb") as file:
            return verify_file(file.read(LARGEST + 1), today=timezone.localdate())
    except (OSError, Busy) as problem:
        raise CommandError(_("This file cannot be read: %(path)s") % {"path": path}, returncode=NOT_KNOWN) from problem


def exit_code(found: FileAnswer) -> int:
    """A file that was changed is not valid, whatever the register says of the certificate."""
    if found.made in (Made.CHANGED, Made.WITHDRAWN):
        return NOT_VALID
    if not found.is_genuine or found.answer.verdict is Verdict.UNKNOWN:
        return NOT_KNOWN
    return 0 if found.answer.verdict is Verdict.VALID else NOT_VALID
