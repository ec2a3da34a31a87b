import pytest
from django.core.exceptions import ImproperlyConfigured

from lms.accounts import demo
from lms.accounts.enums import Role
from lms.accounts.jobs import demo_codes
from tests.factories.people import PASSWORD, make_person, make_staff

pytestmark = pytest.mark.django_db
SEED = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"


@pytest.mark.usefixtures("_authors_may_write")
def test_current_code_opens_the_demos_door(client):
    staff = make_staff(Role.TRAINER, second_factor=False, name="Aysel", email="aysel@example.org")
    demo.give_second_factor(staff, SEED)
    demo.give_second_factor(staff, SEED)
    (entry,) = demo.current_codes()
    assert (entry.name, entry.login) == ("Aysel", "aysel@example.org")
    assert 1 <= entry.seconds <= 30
    assert demo_codes() == [("Aysel (aysel@example.org)", entry.code)]
    client.post("/accounts/login/", {"login": "aysel@example.org", "password": PASSWORD})
    assert client.post("/accounts/2fa/authenticate/", {"code": entry.code})["Location"] == "/cms/"


def test_codes_of_others_are_not_shown():
    make_staff(Role.TRAINER)
    assert demo.current_codes() == []


def test_outside_the_demo_there_are_no_codes(settings):
    staff = make_staff(Role.TRAINER, second_factor=False)
    demo.give_second_factor(staff, SEED)
    settings.DEMO = False
    assert demo.current_codes() == []
    with pytest.raises(ImproperlyConfigured):
        demo.give_second_factor(make_person(), SEED)
