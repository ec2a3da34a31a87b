from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.signing import KEY, ROOTS, change_authority, make_authority


class Command(BaseCommand):
    help = "Makes an authority of our own and the key that seals certificates. For a recognised seal see docs/operating.md."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="who seals, as a reader of the paper will see it")
        again = parser.add_mutually_exclusive_group()
        again.add_argument("--rotate", action="store_true", help="a new seal; what the old one sealed stays sealed")
        again.add_argument("--stolen", action="store_true", help="a new seal; the old one proves nothing any more")

    def handle(self, *, name, rotate, stolen, **options):
        folder, now = Path(settings.KEYS_DIR), timezone.now()
        is_there = (folder / KEY).exists()
        if is_there != (rotate or stolen):
            raise CommandError(
                f"A seal is there already: {folder / KEY}. See --rotate." if is_there else "There is no seal yet."
            )
        if is_there:
            change_authority(folder, name=name, now=now, withdraw=stolen)
        else:
            make_authority(folder, name=name, now=now)
        self.stdout.write(
            f"The seal is made. Publish {folder / ROOTS} so that others can trust it, and back the folder up."
        )
