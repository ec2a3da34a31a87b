import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from lms.accounts.domain import claim, claim_address, create_learner
from lms.accounts.enums import Role
from lms.accounts.models import ActivationSlip, AuditEvent, User
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
CLAIM = "/accounts/claim/"
CHOOSE = "/accounts/claim/choose/"
PASSWORD = "üç söz yan yana"


@pytest.fixture
def slip():
    """A person made at a counter just now, and the code on her paper."""
    from django.utils import timezone

    centre = make_centre()
    staff = make_staff(Role.CENTRE_STAFF, centre=centre)
    return create_learner(actor=staff, centre=centre, name="محمد رضا", language="ru", now=timezone.now())


def who(client) -> str:
    return client.session.get("_auth_user_id", "")


def test_slip_gives_a_password_and_signs_in(client, slip):
    person, code = slip
    assert client.post(CLAIM, {"login": person.login_id, "code": code})["Location"] == CHOOSE
    assert "محمد رضا" in client.get(CHOOSE).content.decode()
    assert client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD})["Location"] == "/my/"
    assert who(client) == str(person.pk)
    later = Client()
    later.post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    assert who(later) == str(person.pk)


def test_slip_gives_an_address_and_codes_work_from_then_on(client, slip, newest_code):
    person, code = slip
    client.post(CLAIM, {"login": person.login_id, "code": code})
    assert client.post(CHOOSE, {"email": "reza@example.org"})["Location"] == "/accounts/confirm-email/"
    assert mail.outbox[0].subject == "Ваш код для подтверждения адреса"
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("reza@example.org", True)
    ]
    later = Client()
    later.post("/accounts/login/code/", {"email": "reza@example.org"})
    later.post("/accounts/login/code/confirm/", {"code": newest_code()})
    assert who(later) == str(person.pk)


def test_address_of_another_person_stays_hers(client, slip, newest_code):
    other = make_person(email="taken@example.org")
    person, code = slip
    client.post(CLAIM, {"login": person.login_id, "code": code})
    client.post(CHOOSE, {"email": "taken@example.org"})
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert EmailAddress.objects.get(email="taken@example.org").user == other
    assert User.objects.get(pk=person.pk).email is None


def test_opening_the_address_of_the_slip_uses_nothing(client, slip):
    person, code = slip
    path = claim_address(person, code).removeprefix("http://testserver")
    response = client.get(path)
    assert response.context["form"]["login"].value() == person.login_id
    assert ActivationSlip.objects.get().used_at is None
    assert who(client) == ""


def test_looking_at_the_choice_uses_nothing(client, slip):
    person, code = slip
    client.post(CLAIM, {"login": person.login_id, "code": code})
    client.get(CHOOSE)
    client.post(CHOOSE, {"password1": "short", "password2": "short"})
    assert ActivationSlip.objects.get().used_at is None
    assert who(client) == ""


def test_choice_without_a_slip_leads_to_the_slip(client):
    assert client.get(CHOOSE)["Location"] == CLAIM
    assert client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD})["Location"] == CLAIM


def test_used_slip_is_refused_at_its_field_and_recorded(client, slip, now):
    person, code = slip
    claim(ActivationSlip.objects.get(), password=PASSWORD, now=now)
    response = client.post(CLAIM, {"login": person.login_id, "code": code}, HTTP_ACCEPT_LANGUAGE="en")
    assert response.context["form"].errors["code"] == [
        "This number and code do not work together. The code works once, for three days. Ask your centre for a new slip."
    ]
    assert AuditEvent.objects.get(action="slip.refused").person == person


def test_slip_taken_by_two_at_once_serves_the_first(slip):
    person, code = slip
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post(CLAIM, {"login": person.login_id, "code": code})
    first.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD})
    response = second.post(
        CHOOSE, {"password1": "another long one", "password2": "another long one"}, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert response.context["form"].non_field_errors() == ["This slip has been used. Ask your centre for a new one."]
    assert (who(first), who(second)) == (str(person.pk), "")
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_claiming_on_a_shared_phone_signs_the_other_one_out(client, slip):
    person, code = slip
    client.force_login(make_person())
    client.post(CLAIM, {"login": person.login_id, "code": code})
    assert who(client) == ""
    client.post(CHOOSE, {"password1": PASSWORD, "password2": PASSWORD})
    assert who(client) == str(person.pk)


def test_guessing_is_slowed(client):
    statuses = [client.post(CLAIM, {"login": "1", "code": "x"}).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
