from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.signing import KEY, ROOT, make_authority


class Command(BaseCommand):
    help = "Makes an authority of our own and the key that seals certificates. For a recognised seal see docs/operating.md."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="who seals, as a reader of the paper will see it")

    def handle(self, *, name, **options):
        folder = Path(settings.KEYS_DIR)
        if (folder / KEY).exists():
            raise CommandError(f"A seal is there already: {folder / KEY}. Move it away first; keep it for ever.")
        make_authority(folder, name=name, now=timezone.now())
        self.stdout.write(f"The seal is made. Publish {folder / ROOT} so that others can trust it.")
