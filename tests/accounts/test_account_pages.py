import pytest
from django.core import mail
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, LearnerProfile, User
from tests.factories.people import PASSWORD, make_person, make_staff, sign_in

pytestmark = pytest.mark.django_db
MEMBERS_ONLY = [
    "/accounts/",
    "/accounts/name/",
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/sessions/",
]


@pytest.mark.parametrize("path", MEMBERS_ONLY)
def test_own_pages_need_a_sign_in(client, path):
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize(
    "path", [*MEMBERS_ONLY, "/accounts/password/set/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]
)
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_own_pages_open_in_every_language(client, path, language):
    sign_in(client, make_person(language=language))
    response = client.get(path)
    assert (response.status_code, response["Content-Language"]) == (200, language)


def test_name_is_changed_with_its_latin_form_and_language(client):
    person = make_person(name="Мария Иванова", language="az")
    client.force_login(person)
    assert client.get("/accounts/name/").context["form"]["name_latin"].value() == "Mariia Ivanova"
    answers = {"name": "Мария Щербакова", "name_latin": "Mariia Shcherbakova", "language": "ru"}
    assert client.post("/accounts/name/", answers)["Location"] == "/accounts/?lang=ru"
    stored = User.objects.get(pk=person.pk)
    assert (stored.name, stored.name_latin, stored.language) == ("Мария Щербакова", "Mariia Shcherbakova", "ru")
    assert AuditEvent.objects.get(action="person.renamed").actor == person


def test_name_that_is_none_is_refused_at_its_field(client):
    person = make_person(name="Leyla")
    client.force_login(person)
    response = client.post("/accounts/name/", {"name": "a\x00", "name_latin": "Мария", "language": "ru"})
    assert list(response.context["form"].errors) == ["name", "name_latin"]
    assert User.objects.get(pk=person.pk).name == "Leyla"


@pytest.mark.parametrize("name", ["<b>x", "A & B <C>", '<img src="/srv/media/x">'])
def test_name_is_shown_literally(client, name):
    client.force_login(make_person(name=name))
    assert name not in client.get("/accounts/").content.decode()


def test_profile_may_stay_empty_and_be_emptied_again(client):
    person = make_person()
    client.force_login(person)
    full = {"birth_year": "1990", "sex": "other", "citizenship": "xxa", "first_language": "دری", "region": "Gəncə"}
    client.post("/accounts/profile/", full)
    profile = LearnerProfile.objects.get(user=person)
    assert (profile.birth_year, profile.sex, profile.citizenship, profile.region) == (1990, "other", "XXA", "Gəncə")
    client.post("/accounts/profile/", {})
    profile.refresh_from_db()
    assert (profile.birth_year, profile.sex, profile.citizenship, profile.region) == (None, "", "", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_year", "2999"),
        ("birth_year", "1850"),
        ("birth_year", "1410ه"),
        ("birth_year", "29.02.2023"),
        ("birth_year", "99999999999"),
        ("sex", "unknown"),
        ("citizenship", "ТУР"),
        ("citizenship", "T1R"),
        ("region", "x" * 61),
        ("region", "a\x00b"),
    ],
)
def test_profile_refuses_at_the_field(client, field, value):
    person = make_person()
    client.force_login(person)
    response = client.post("/accounts/profile/", {field: value})
    assert list(response.context["form"].errors) == [field]
    assert not LearnerProfile.objects.exists()


def test_new_address_replaces_the_old_one_after_its_code(client, newest_code):
    person = make_person(email="old@example.org", language="az")
    client.force_login(person)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert User.objects.get(pk=person.pk).email == "old@example.org"
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert User.objects.get(pk=person.pk).email == "new@example.org"
    assert list(person.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@example.org", True, True)
    ]
    assert [(letter.to, letter.subject) for letter in mail.outbox[1:]] == [
        (["old@example.org"], "E-poçt ünvanınız dəyişdirildi")
    ]


def test_new_address_needs_the_password_of_whoever_has_one(client):
    client.force_login(make_person(password=PASSWORD, email="old@example.org"))
    response = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert response["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert not mail.outbox


def test_address_in_use_cannot_be_removed(client):
    person = make_person(email="only@example.org")
    client.force_login(person)
    client.post("/accounts/email/", {"action_remove": "", "email": "only@example.org"})
    assert User.objects.get(pk=person.pk).email == "only@example.org"


def test_sessions_elsewhere_are_ended(client):
    person = make_person(password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    assert client.get("/accounts/sessions/").context["session_count"] == 2
    client.post("/accounts/sessions/")
    assert client.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"


def test_staff_open_their_own_pages(client):
    sign_in(client, make_staff(Role.TRAINER))
    assert client.get("/accounts/").status_code == 200
