from django.core.management.base import BaseCommand

from cms.seed import seed_site


class Command(BaseCommand):
    help = (
        "Makes what a site needs before its first author: languages, first pages, groups, the review. May be repeated."
    )

    def handle(self, *args, **options):
        homes = seed_site()
        self.stdout.write(f"Ready in {', '.join(homes)}.")
