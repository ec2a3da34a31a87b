from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.loading.demo import load_demo


class Command(BaseCommand):
    help = "Loads the demo: courses, people, cohorts and what they have done so far. May be repeated: it keeps what is there."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demo is for trying out. This installation is not a demo.")
        for line in load_demo(now=timezone.now()):
            self.stdout.write(line)
