import sys

from django.core.management.base import BaseCommand
from django.utils import translation

from lms import terminal
from lms.doctor import Level, examine


class Command(BaseCommand):
    help = (
        "Say in plain words what is misconfigured and how to mend it. Fails (exit code 1) if anything must be mended."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--lang", choices=terminal.CODES, default=terminal.language(), help="az, en or ru")

    def handle(self, *args, lang, **options):
        colours = {Level.OK: self.style.SUCCESS, Level.WARN: self.style.WARNING, Level.FAIL: self.style.ERROR}
        failed = False
        with translation.override(lang):
            for finding in examine():
                failed |= finding.level == Level.FAIL
                self.stdout.write(f"{colours[finding.level](f'{finding.level:<4}')}  {finding.sentence}")
                if finding.mend:
                    self.stdout.write(f"      -> {finding.mend}")
        if failed:
            sys.exit(1)
