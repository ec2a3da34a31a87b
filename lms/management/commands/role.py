"""Gives a role to somebody who has an account, or takes it away. She then sets a password and a second factor herself."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from lms.accounts.domain import grant, revoke
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User


class Command(BaseCommand):
    help = "Gives a role: role anna@example.org centre_staff --centre baku. Without a centre the role is national."

    def add_arguments(self, parser):
        parser.add_argument("who", help="e-mail address or login number; sign up on the site first")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--centre", metavar="CODE")
        parser.add_argument("--take-away", action="store_true")

    def handle(self, *, who, role, centre, take_away, **options):
        person, place = account(who), found_centre(centre) if centre else None
        if take_away:
            membership = Membership.objects.filter(user=person, role=role, centre=place).first()
            if membership is None:
                raise CommandError(f"{who} does not have this role there.")
            revoke(membership)
            self.stdout.write("Taken away.")
            return
        try:
            Membership(user=person, role=role, centre=place).validate_constraints()
        except ValidationError:
            if not person.memberships.filter(role=role, centre=place).exists():
                raise CommandError("This role needs --centre.") from None
        grant(person, role=role, centre=place)
        self.stdout.write("Given. At the next page she is asked for a password and a second factor.")


def account(who: str) -> User:
    person = User.objects.filter(Q(email__iexact=who) | Q(login_id=who)).first()
    if person is None:
        raise CommandError(f"Nobody has signed up as {who}.")
    return person


def found_centre(code: str) -> Centre:
    centre = Centre.objects.filter(code=code).first()
    if centre is None:
        known = ", ".join(Centre.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no centre {code}. Known: {known}.")
    return centre
