"""Asks the register about a certificate from the command line: by its code or by its file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.inspecting import LARGEST, Busy
from certificates.verification import Answer, FileAnswer, Made, Verdict, verify, verify_file
from lms import terminal

PRINTED = ("number", "name_latin", "name_own", "level", "hours", "completed_on", "issued_on", "valid_until")
NOT_VALID, NOT_KNOWN = 1, 2
ENDINGS = {
    NOT_VALID: gettext_lazy("Not valid: do not accept it."),
    NOT_KNOWN: gettext_lazy("Not known here: it proves nothing."),
}
WARNINGS = {
    Made.CHANGED: gettext_lazy("Do not rely on what it shows. Only what the register says below is true."),
    Made.WITHDRAWN: gettext_lazy(
        "That key fell into wrong hands, so anybody may have made this file. Only what the register says below is true."
    ),
}


class Command(BaseCommand):
    help = (
        "Verifies a certificate by its code or its file (PDF or credential). "
        "Exit code: 0 valid, 1 not valid or changed, 2 unknown or unreadable. "
        "A specimen has the code of its certificate: scripts are tried on a demonstration."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", metavar="FILE|CODE")
        parser.add_argument("--lang", choices=terminal.CODES, default=terminal.language(), help="az, en or ru")

    def handle(self, *, what, lang, **options):
        with translation.override(lang):
            if is_path(what):
                found = by_file(Path(what))
                for line in of_file(found):
                    self.stdout.write(line)
            else:
                found = FileAnswer(Made.OURS, verify(what, today=timezone.localdate()))
                self.stdout.write(str(found.answer.sentence))
            self.say(found.answer)
            code = exit_code(found)
            if code:
                raise CommandError(str(ENDINGS[code]), returncode=code)

    def say(self, answer: Answer) -> None:
        if answer.is_specimen:
            self.stdout.write(_("This is a specimen from a demonstration. It proves nothing."))
        for name in PRINTED:
            if answer.facts.get(name):
                self.stdout.write(f"  {name}: {answer.facts[name]}")
        if answer.since:
            self.stdout.write(f"  not_valid_since: {answer.since:%Y-%m-%d}")
        if answer.successor:
            self.stdout.write(f"  replaced_by: {answer.successor}")


def of_file(found: FileAnswer) -> list[str]:
    """The file first. What the register says is about the certificate that it names, and says so where the file is not ours."""
    is_known = found.answer.verdict is not Verdict.UNKNOWN
    said = [str(found.made.label)]
    if found.is_genuine and is_known:
        said.append(str(found.answer.sentence))
    elif found.is_genuine:
        said.append(_("But the register does not know this certificate. Write to us before you rely on it."))
    elif is_known:
        named = _("The certificate that it names, in the register: %(state)s") % {"state": found.answer.verdict.label}
        said += [str(WARNINGS[found.made]), named]
    return said


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
