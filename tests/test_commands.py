"""What an operator types on a new installation: centres and roles."""

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, Centre, CentreText
from lms.accounts.rules import has_role
from tests.factories.people import make_centre, make_person

pytestmark = pytest.mark.django_db
WORDS = ["--az", "Bakı mərkəzi", "Bakı", "--en", "Baku centre", "Baku", "--ru", "Бакинский центр", "Баку"]


def test_a_centre_is_opened_with_its_words(capsys):
    call_command("centre", "baku", *WORDS)

    assert list(CentreText.objects.order_by("language").values_list("centre__code", "name", "place")) == [
        ("baku", "Bakı mərkəzi", "Bakı"),
        ("baku", "Baku centre", "Baku"),
        ("baku", "Бакинский центр", "Баку"),
    ]
    assert AuditEvent.objects.get().action == "centre.opened"


def test_a_centre_is_renamed_and_not_doubled(capsys):
    call_command("centre", "baku", *WORDS)
    call_command("centre", "baku", *[word.replace("centre", "Centre") for word in WORDS])

    assert (Centre.objects.count(), CentreText.objects.get(language="en").name) == (1, "Baku Centre")


@pytest.mark.parametrize("code", ["Ба ку", "much-too-long"])
def test_a_centre_with_an_impossible_code_is_refused_whole(code):
    with pytest.raises(CommandError, match="code: "):
        call_command("centre", code, *WORDS)

    assert Centre.objects.count() == 0


def test_a_role_is_given_once_and_taken_away(capsys):
    centre, person = make_centre(code="baku"), make_person(email="anna@example.org")
    for _time in range(2):
        call_command("role", "Anna@example.org", Role.CENTRE_STAFF, "--centre", "baku")

    assert [has_role(person, Role.CENTRE_STAFF, centre=centre), person.memberships.count()] == [True, 1]
    call_command("role", person.login_id, Role.CENTRE_STAFF, "--centre", "baku", "--take-away")
    assert person.memberships.count() == 0


def test_a_national_role_has_no_centre(capsys):
    person = make_person(email="anna@example.org")
    call_command("role", "anna@example.org", Role.NATIONAL_ADMIN)

    assert person.memberships.get().centre is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bella@example.org", Role.TRAINER], "Nobody has signed up as bella@example.org."),
        (["anna@example.org", Role.CENTRE_STAFF, "--centre", "ganja"], "There is no centre ganja. Known: baku."),
        (["anna@example.org", Role.CENTRE_STAFF], "This role needs --centre."),
        (["anna@example.org", Role.TRAINER, "--take-away"], "anna@example.org does not have this role there."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(arguments, said):
    person = make_person(email="anna@example.org")
    make_centre(code="baku")
    with pytest.raises(CommandError) as refused:
        call_command("role", *arguments)

    assert (str(refused.value), person.memberships.count()) == (said, 0)
