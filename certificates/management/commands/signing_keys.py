from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from certificates import domain
from certificates.enums import KeyPurpose
from certificates.models import SigningKey
from lms.refusals import Refusal


class Command(BaseCommand):
    help = "The keys that sign credentials: lists them, makes a new one, or says that one fell into wrong hands."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action")
        actions.add_parser("list", help="all keys, the oldest first")
        new = actions.add_parser("new", help="a new active key; the one before goes on proving what it signed")
        new.add_argument("purpose", choices=KeyPurpose.values)
        lost = actions.add_parser("compromised", help="revoke a key and sign again what it signed")
        lost.add_argument("kid")
        lost.add_argument("--since", required=True, help="when it was lost, for example 2026-11-25T09:00+04:00")

    def handle(self, *, action, **options):
        if action == "new":
            key = domain.rotate(options["purpose"], actor=None, now=timezone.now())
            self.stdout.write(
                f"{key.kid} is active. Its private half is {key.private_ref} in the folder of keys: back it up."
            )
        elif action == "compromised":
            self.compromise(options["kid"], since=self.moment(options["since"]))
        else:
            for key in SigningKey.objects.order_by("pk"):
                self.stdout.write(f"{key.kid:28} {key.state:12} {key.created_at:%Y-%m-%d}")

    def compromise(self, kid: str, *, since: datetime) -> None:
        key = SigningKey.objects.filter(kid=kid).first()
        if key is None:
            raise CommandError(f"There is no key {kid}. See: manage.py signing_keys list")
        try:
            domain.mark_compromised(key, since=since, actor=None, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{kid} is revoked as of {since.isoformat()}. The worker signs its credentials again.")

    def moment(self, text: str) -> datetime:
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"{text} is no moment. Write for example 2026-11-25T09:00+04:00")
        return found if timezone.is_aware(found) else timezone.make_aware(found)
