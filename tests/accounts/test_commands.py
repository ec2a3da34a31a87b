import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from lms.accounts.models import AuditEvent, Centre, Membership, User
from tests.factories.people import make_centre, make_person


@pytest.mark.django_db
def test_createsuperuser_makes_somebody_with_a_folded_name(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")
    call_command("createsuperuser", "--noinput", login_id="9000000001", name="Əli Vəli", stdout=io.StringIO())
    root = User.objects.get()
    assert (root.name, root.name_folded, root.is_superuser) == ("Əli Vəli", "eli veli", True)
    assert root.check_password("a long enough password")


@pytest.mark.parametrize("hasher", ["lms.accounts.hashers.Argon2"])
def test_passwords_are_argon2id_with_the_recommended_cost(hasher, settings):
    from django.contrib.auth.hashers import get_hasher, make_password

    settings.PASSWORD_HASHERS = [hasher]
    encoded = make_password("x")
    found = get_hasher("argon2").decode(encoded)
    assert (found["variety"], found["time_cost"], found["memory_cost"], found["parallelism"]) == (
        "argon2id",
        2,
        19456,
        1,
    )


def told(*words: str) -> list[str]:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


@pytest.mark.django_db
def test_staff_gives_lists_and_takes_roles():
    make_centre(code="bak")
    person = make_person(name="Leyla", login_id="1000000008", email="leyla@example.org")
    assert told("staff", "give", "leyla@example.org", "centre_staff", "bak") == ["1000000008 centre_staff bak Leyla"]
    assert told("staff", "give", "1000 0000 08", "auditor") == [
        "1000000008 auditor everywhere Leyla",
        "1000000008 centre_staff bak Leyla",
    ]
    assert told("staff", "take", "1000000008", "auditor") == ["1000000008 centre_staff bak Leyla"]
    assert told("staff", "close", "1000000008") == ["1000000008 centre_staff bak Leyla (closed)"]
    assert told("staff") == told("staff", "list") == ["1000000008 centre_staff bak Leyla (closed)"]
    assert list(person.memberships.values_list("role", flat=True)) == ["centre_staff"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["give", "nobody", "trainer"],
            "Nobody signs in as nobody. People sign up themselves first, at /accounts/signup/.",
        ),
        (
            ["give", "1000000008", "trainer", "xxx"],
            "There is no centre xxx. Open it with: manage.py centre xxx az NAME TOWN",
        ),
        (["give", "1000000008", "centre_staff"], "This role belongs to a centre: say which."),
        (["take", "1000000008", "trainer"], "This person has no such role there."),
    ],
)
def test_staff_says_what_is_wrong(words, said):
    make_person(login_id="1000000008")
    with translation.override("en"), pytest.raises(CommandError) as found:
        call_command("staff", *words)
    assert str(found.value) == said
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_centre_is_opened_and_named_in_each_language():
    assert told("centre", "bak", "az", "Bakı mərkəzi", "Bakı") == ["bak az Bakı mərkəzi, Bakı"]
    assert told("centre", "bak", "ru", "Центр Баку", "Баку") == ["bak az Bakı mərkəzi, Bakı", "bak ru Центр Баку, Баку"]
    assert told("centre", "bak", "az", "Bakı tədris mərkəzi", "Bakı")[0] == "bak az Bakı tədris mərkəzi, Bakı"
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "centre.opened",
        "centre.named",
        "centre.named",
    ]


@pytest.mark.django_db
def test_centre_with_a_code_that_is_none_is_not_opened():
    with pytest.raises(CommandError):
        call_command("centre", "no code!", "az", "Bakı mərkəzi", "Bakı")
    assert not Centre.objects.exists()
