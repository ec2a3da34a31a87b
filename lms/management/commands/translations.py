from django.core.management.base import BaseCommand, CommandError

from lms import translations


class Command(BaseCommand):
    help = "Updates, checks or compiles the message catalogues."
    requires_system_checks = ()

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--update", action="store_true", help="bring the catalogues in step with the code")
        what.add_argument("--check", action="store_true", help="fail when a sentence lacks a translation")
        what.add_argument("--compile", action="store_true", help="write the .mo files")

    def handle(self, *, update, check, compile, **options):  # noqa: A002
        if update:
            for folder in translations.CATALOGUES:
                for language in translations.languages():
                    translations.update(folder, language)
        elif check:
            if found := translations.complaints():
                raise CommandError("\n".join(found))
            self.stdout.write("Every sentence is translated.")
        else:
            self.stdout.write(f"{translations.compile_catalogues()} catalogues compiled.")
