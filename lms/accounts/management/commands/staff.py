"""Who works here: the command line of whoever runs the installation."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from lms.accounts import domain
from lms.accounts.enums import Role
from lms.accounts.identifiers import clean_login_id
from lms.accounts.models import Centre, Membership, User
from lms.refusals import Refusal


class Command(BaseCommand):
    help = "Lists who has a role; gives and takes roles; closes and reopens accounts; forgets lost second factors."

    def add_arguments(self, parser):
        asked = parser.add_subparsers(dest="what", metavar="list|give|take|close|reopen|forget-factors")
        asked.add_parser("list")
        for name in ("give", "take"):
            role = asked.add_parser(name)
            role.add_argument("login", help="login number or e-mail address")
            role.add_argument("role", choices=Role.values)
            role.add_argument(
                "centre", nargs="?", default="", help="the code of a centre; without it for the whole country"
            )
        for name in ("close", "reopen", "forget-factors"):
            asked.add_parser(name).add_argument("login", help="login number or e-mail address")

    def handle(self, *, what, login="", role="", centre="", **options):
        try:
            match what:
                case "give":
                    domain.grant(person_of(login), role=role, centre=centre_of(centre))
                case "take":
                    take(person_of(login), role, centre_of(centre))
                case "close":
                    domain.close(person_of(login), now=timezone.now())
                case "reopen":
                    domain.reopen(person_of(login), now=timezone.now())
                case "forget-factors":
                    domain.forget_factors(person_of(login), now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in lines(login):
            self.stdout.write(line)


def person_of(login: str) -> User:
    found = User.objects.filter(Q(login_id=clean_login_id(login)) | Q(email=login.strip().lower())).first()
    if found is None:
        raise CommandError(f"Nobody signs in as {login}. People sign up themselves first, at /accounts/signup/.")
    return found


def centre_of(code: str) -> Centre | None:
    if not code:
        return None
    found = Centre.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no centre {code}. Open it with: manage.py centre {code} az NAME TOWN")
    return found


def take(person: User, role: str, centre: Centre | None) -> None:
    membership = Membership.objects.filter(user=person, role=role, centre=centre).first()
    if membership is None:
        raise CommandError("This person has no such role there.")
    domain.revoke(membership)


def lines(login: str) -> list[str]:
    """Who works where, one role a line; about one person after a change."""
    rows = Membership.objects.select_related("user", "centre").order_by("user__login_id", "role", "centre__code")
    if login:
        rows = rows.filter(user=person_of(login))
    return [
        f"{row.user.login_id}  {row.role:<15} {row.centre.code if row.centre else 'everywhere':<10} {state(row.user)}"
        for row in rows
    ]


def state(user: User) -> str:
    return user.name if user.is_active else f"{user.name} (closed)"
