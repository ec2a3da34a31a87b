import io

import pytest
from django.core.management import call_command

from lms.accounts.models import User


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
