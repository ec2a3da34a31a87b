"""Asks the register about a certificate from the command line: by its code or by its file."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.models import CertificateFile
from certificates.verification import UNKNOWN, Answer, Verdict, answer, verify
from lms import terminal

PRINTED = ("number", "name_latin", "name_own", "level", "hours", "completed_on", "issued_on")


class Command(BaseCommand):
    help = "Verifies a certificate by its code or its PDF file; exit code 1 unless it is valid."

    def add_arguments(self, parser):
        parser.add_argument("what", metavar="FILE|CODE")

    def handle(self, *, what, **options):
        found = by_file(Path(what)) if Path(what).is_file() else verify(what, today=timezone.localdate())
        with translation.override(terminal.language()):
            self.stdout.write(str(found.verdict.label))
        for name in PRINTED:
            if found.facts.get(name):
                self.stdout.write(f"  {name}: {found.facts[name]}")
        if found.verdict is not Verdict.VALID:
            raise CommandError("Not a valid certificate.", returncode=1)


def by_file(path: Path) -> Answer:
    """A file is known by its SHA-256: one changed byte makes it unknown."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    file = CertificateFile.objects.filter(sha256=sha256).select_related("certificate").first()
    return answer(file.certificate, today=timezone.localdate()) if file else UNKNOWN
