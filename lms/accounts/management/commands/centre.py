"""Opens a centre, or names it in one more language."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.accounts.domain import save_centre
from lms.accounts.enums import Language


class Command(BaseCommand):
    help = "Opens a centre, or writes its name and town in one more language. May be repeated."

    def add_arguments(self, parser):
        parser.add_argument("code", help="short and for ever: it stands in the numbers of certificates")
        parser.add_argument("language", choices=Language.values)
        parser.add_argument("name")
        parser.add_argument("town")
        parser.add_argument("address", nargs="?", default="")

    def handle(self, *, code, language, name, town, address, **options):
        try:
            centre = save_centre(code, language=language, name=name, place=town, address=address, now=timezone.now())
        except ValidationError as found:
            raise CommandError(" ".join(found.messages)) from found
        for text in centre.texts.order_by("language"):
            self.stdout.write(f"{centre.code}  {text.language}  {text.name}, {text.place}")
