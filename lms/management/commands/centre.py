"""Opens a centre, or gives it other words. Centres come and go once in years: a command is enough."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lms.accounts import audit
from lms.accounts.enums import Language
from lms.accounts.models import Centre, CentreText


class Command(BaseCommand):
    help = "Opens a centre, or gives it other words: centre baku --az NAME TOWN --en NAME TOWN --ru NAME TOWN."

    def add_arguments(self, parser):
        parser.add_argument("code", help="short, in Latin letters; it stands in certificate numbers")
        for language in Language.values:
            parser.add_argument(f"--{language}", nargs=2, required=True, metavar=("NAME", "TOWN"))

    @transaction.atomic
    def handle(self, *, code, **options):
        centre = Centre.objects.filter(code=code).first() or Centre(code=code)
        opened = centre.pk is None
        complete(centre)
        for language in Language.values:
            text = centre.texts.filter(language=language).first() or CentreText(centre=centre, language=language)
            text.name, text.place = options[language]
            complete(text)
        action = "centre.opened" if opened else "centre.renamed"
        audit.record(action, actor=None, now=timezone.now(), centre=centre)
        self.stdout.write(f"The centre {code} is open." if opened else f"The centre {code} has these words now.")


def complete(row: Centre | CentreText) -> None:
    try:
        row.full_clean()
    except ValidationError as refused:
        raise CommandError(
            " ".join(f"{field}: {' '.join(why)}" for field, why in refused.message_dict.items())
        ) from None
    row.save()
