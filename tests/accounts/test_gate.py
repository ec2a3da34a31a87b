"""Whoever holds a role: a password, a second factor, a short session, whichever door is tried."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connection
from django.test import Client

from lms.accounts.domain import grant, revoke
from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.factories.people import (
    PASSWORD,
    TOTP_SECRET,
    make_centre,
    make_person,
    make_staff,
    make_totp,
    sign_in,
    totp_code,
)

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
DOORS = [
    "/desk/",
    "/cms/",
    "/my/",
    "/accounts/",
    "/accounts/email/",
    "/api/",
    "/documents/1/x.pdf",
    "/az/",
    "/accounts/sessions/",
]


@pytest.fixture(params=Role.values)
def novice(request) -> User:
    """Somebody with a role and a password, and no second factor yet."""
    return make_staff(request.param, centre=make_centre(), second_factor=False)


def test_every_role_reaches_only_the_setting_up(client, novice):
    client.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
    assert {client.get(door).get("Location") for door in DOORS} == {"/accounts/2fa/"}
    assert {client.post(door).get("Location") for door in DOORS} == {"/accounts/2fa/"}
    assert client.get("/accounts/2fa/").status_code == 200


def test_superuser_without_a_role_reaches_only_the_setting_up(client):
    root = User.objects.create_superuser("9000000001", PASSWORD, name="Root")
    client.post(LOGIN, {"login": root.login_id, "password": PASSWORD})
    assert client.get("/cms/")["Location"] == "/accounts/2fa/"


def test_learner_passes(client):
    client.force_login(make_person())
    assert client.get("/accounts/").status_code == 200


def test_role_granted_during_a_session_counts_at_once(client):
    person = make_person(password=PASSWORD)
    client.post(LOGIN, {"login": person.login_id, "password": PASSWORD})
    assert client.get("/accounts/").status_code == 200
    grant(person, role=Role.TRAINER)
    assert client.get("/accounts/")["Location"] == "/accounts/2fa/"


@pytest.mark.usefixtures("_authors_may_write")
@pytest.mark.parametrize(("role", "door"), [(Role.CENTRE_STAFF, "/desk/"), (Role.TRAINER, "/cms/")])
def test_role_taken_during_a_session_is_gone_at_once(client, role, door):
    staff = make_staff(role, centre=make_centre())
    sign_in(client, staff)
    assert client.get(door).status_code == 200
    revoke(staff.memberships.get())
    assert client.get(door).status_code in {302, 403, 404}
    assert client.get("/accounts/").status_code == 200


def test_person_without_password_is_asked_for_one_first(client):
    person = make_person(email="leyla@example.org")
    grant(person, role=Role.TRAINER)
    sign_in(client, person)
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    assert client.get("/cms/")["Location"] == "/accounts/password/set/"


def test_code_by_email_alone_does_not_reach_the_setting_up_of_somebody_with_a_password(client, newest_code):
    """Whoever reads the mailbox must not be able to add a second factor of her own."""
    make_staff(Role.TRAINER, second_factor=False, email="trainer@example.org")
    client.post("/accounts/login/code/", {"email": "trainer@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": newest_code()})
    assert client.get("/cms/")["Location"] == "/accounts/2fa/"
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"


def test_code_by_email_asks_staff_for_the_second_factor(client, newest_code):
    staff = make_staff(Role.CENTRE_STAFF, centre=make_centre(), email="staff@example.org")
    client.post("/accounts/login/code/", {"email": "staff@example.org"})
    response = client.post("/accounts/login/code/confirm/", {"code": newest_code()})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post(response["Location"], {"code": totp_code()})["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(staff.pk)
    assert client.get("/desk/")["Location"] == "/accounts/reauthenticate/?next=%2Fdesk%2F"


def test_staff_who_came_by_code_go_on_with_their_password(client, newest_code):
    make_staff(Role.CENTRE_STAFF, centre=make_centre(), email="staff@example.org")
    client.post("/accounts/login/code/", {"email": "staff@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": newest_code()})
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/desk/"})
    assert response["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_second_factor_without_a_password_is_asked_for_one(client):
    learner = make_person(email="leyla@example.org")
    make_totp(learner)
    grant(learner, role=Role.TRAINER)
    sign_in(client, learner)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.save()
    assert client.get("/cms/")["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/").status_code == 200


def test_passkey_that_asks_for_a_finger_needs_no_password(client):
    staff = make_staff(Role.TRAINER)
    sign_in(client, staff)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "type": "webauthn", "passwordless": True}
    ]
    session.save()
    assert client.get("/accounts/").status_code == 200


@pytest.mark.usefixtures("_authors_may_write")
@pytest.mark.parametrize(
    ("role", "home"), [(Role.CENTRE_STAFF, "/desk/"), (Role.TRAINER, "/cms/"), (Role.AUDITOR, "/desk/register/")]
)
def test_password_and_second_factor_lead_to_the_place_of_work(client, role, home):
    staff = make_staff(role, centre=make_centre())
    assert (
        client.post(LOGIN, {"login": staff.login_id, "password": PASSWORD})["Location"] == "/accounts/2fa/authenticate/"
    )
    assert client.post("/accounts/2fa/authenticate/", {"code": totp_code()})["Location"] == home


def test_session_from_before_the_second_factor_must_show_it(client, novice):
    """Another device, signed in with less, does not ride on the factor that was set up elsewhere."""
    client.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
    Authenticator.objects.create(
        user=novice, type=Authenticator.Type.TOTP, data=make_staff(Role.EDITOR).authenticator_set.get().data
    )
    assert client.get("/accounts/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Faccounts%2F"
    client.post("/accounts/2fa/reauthenticate/", {"code": totp_code(), "next": "/accounts/"})
    assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/password/change/",
        "/accounts/email/",
    ],
)
def test_password_alone_adds_no_second_factor_beside_the_first(client, novice, path):
    """A session from before the second factor, and the password: still nothing but the second factor itself."""
    client.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    make_totp(novice)
    assert client.get(path)["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert client.post(path)["Location"] == "/accounts/2fa/reauthenticate/?next=%2F"


def test_setting_up_the_app_opens_the_doors_and_writes_no_clear_seed(client, novice):
    client.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    response = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get(response["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/accounts/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert secret not in stored
    assert [code for code in codes if code in stored] == []


@pytest.mark.django_db(transaction=True)
def test_setting_up_tells_the_owner(client):
    staff = make_staff(Role.TRAINER, second_factor=False, email="trainer@example.org", language="ru")
    client.post(LOGIN, {"login": staff.login_id, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert "Вашу учётную запись защищает приложение с кодами" in [letter.subject for letter in mail.outbox]


def test_staff_keep_their_last_second_factor(client):
    staff = make_staff(Role.TRAINER, language="en")
    sign_in(client, staff)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post("/accounts/2fa/totp/deactivate/")
    assert response.context["form"].non_field_errors() == ["Your work needs a second factor. Add another one first."]
    assert staff.authenticator_set.count() == 1


def test_learner_may_give_the_second_factor_up(client):
    learner = make_person(password=PASSWORD)
    learner.authenticator_set.create(
        type=Authenticator.Type.TOTP, data=make_staff(Role.EDITOR).authenticator_set.get().data
    )
    sign_in(client, learner)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not learner.authenticator_set.exists()


def test_staff_session_ends_after_half_an_hour_without_a_request(client, monkeypatch):
    sign_in(client, make_staff(Role.TRAINER))
    at = time.time()
    for minutes in (20, 40, 60):
        monkeypatch.setattr(time, "time", lambda later=at + minutes * 60: later)
        assert client.get("/accounts/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: at + 91 * 60)
    assert client.get("/accounts/?a=1")["Location"] == "/accounts/login/?next=%2Faccounts%2F%3Fa%3D1"
    assert "_auth_user_id" not in client.session


def test_staff_session_ends_after_twelve_hours_of_work(client, monkeypatch):
    sign_in(client, make_staff(Role.TRAINER))
    at = time.time()
    for minutes in range(0, 12 * 60, 20):
        monkeypatch.setattr(time, "time", lambda later=at + minutes * 60: later)
        assert client.get("/accounts/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: at + 12 * 3600 + 1)
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=%2Faccounts%2F"


def test_learner_session_lasts_two_weeks(client, monkeypatch):
    person = make_person(password=PASSWORD)
    client.post(LOGIN, {"login": person.login_id, "password": PASSWORD})
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_session_that_did_not_come_through_our_door_is_over_for_staff():
    client = Client()
    client.force_login(make_staff(Role.TRAINER))
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=%2Faccounts%2F"


def test_cms_has_no_door_of_its_own(client):
    trainer = make_staff(Role.TRAINER, second_factor=False)
    assert client.get("/cms/login/")["Location"] == "/accounts/login/?next=/cms/"
    response = client.post("/cms/login/", {"username": trainer.login_id, "password": PASSWORD})
    assert response.status_code == 405
    assert "_auth_user_id" not in client.session
    assert client.get("/cms/")["Location"] == "/accounts/login/?next=/cms/"


@pytest.mark.parametrize(("role", "home"), [("", "/my/"), (Role.CENTRE_STAFF, "/desk/")])
def test_somebody_who_may_not_write_is_not_sent_in_circles(client, role, home):
    client.force_login(make_staff(role, centre=make_centre()) if role else make_person())
    assert client.get("/cms/")["Location"] == "/accounts/login/?next=/cms/"
    assert client.get("/accounts/login/?next=/cms/")["Location"] == home


@pytest.mark.parametrize("path", ["/admin/", "/django-admin/", "/admin/login/", "/cms/password_reset/"])
def test_other_doors_do_not_exist(client, path):
    assert client.get(path, follow=True).redirect_chain in ([], [("/accounts/login/?next=/cms/password_reset/", 302)])
    assert client.post(path, {"username": "x", "password": "y"}).status_code in {302, 404}


def test_page_of_a_learner_asks_nothing_about_roles(client, django_assert_num_queries):
    client.force_login(make_person())
    client.get("/accounts/name/")
    with django_assert_num_queries(2):  # the session; the person with the answer
        client.get("/accounts/name/")


def test_visitor_without_a_session_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(LOGIN).wsgi_request.session.is_empty()


def test_recovery_code_replaces_the_second_factor_once(client, novice):
    client.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    recovery = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    results = []
    for _ in range(2):
        browser = Client()
        browser.post(LOGIN, {"login": novice.login_id, "password": PASSWORD})
        browser.post("/accounts/2fa/authenticate/", {"code": recovery})
        results.append("_auth_user_id" in browser.session)
    assert results == [True, False]


def test_factory_seed_is_readable_only_with_the_key():
    stored = make_staff(Role.TRAINER).authenticator_set.get().data["secret"]
    assert TOTP_SECRET not in stored
