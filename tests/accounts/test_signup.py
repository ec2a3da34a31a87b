import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.db import IntegrityError

from lms.accounts import adapters
from lms.accounts.forms.signing_in import SIGNUP_SALT
from lms.accounts.models import AuditEvent, User
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SIGNUP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"


def answers(**over) -> dict:
    started = signing.dumps(time.time() - 10, salt=SIGNUP_SALT)
    return {
        "name": "Мария Щербакова",
        "email": "maria@example.org",
        "language": "ru",
        "started": started,
        "website": "",
    } | over


def errors_of(response, field: str) -> list[str]:
    return response.context["form"].errors.get(field, [])


def test_signup_by_code_ends_signed_in(client, newest_code):
    response = client.post(SIGNUP, answers())
    assert response["Location"] == CONFIRM
    assert "_auth_user_id" not in client.session
    response = client.post(CONFIRM, {"code": newest_code()})
    assert response["Location"] == "/my/"
    person = User.objects.get(email="maria@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.name, person.language, person.name_folded) == ("Мария Щербакова", "ru", "mariya shcherbakova")
    assert len(person.login_id) == 10
    assert not person.has_usable_password()
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        ("maria@example.org", True, True)
    ]


def test_signup_goes_on_where_the_person_came_from(client, newest_code):
    client.post(SIGNUP + "?next=/ru/courses/", answers(next="/ru/courses/"))
    assert client.post(CONFIRM, {"code": newest_code()})["Location"] == "/ru/courses/"


def test_signup_letter_is_in_the_chosen_language(client):
    client.post(SIGNUP, answers(language="ru"), HTTP_ACCEPT_LANGUAGE="en")
    assert mail.outbox[-1].subject == "Ваш код для подтверждения адреса"


def test_signup_with_a_taken_address_shows_the_same_page_and_tells_the_owner(client, django_user_model):
    make_person(email="maria@example.org", language="az")
    taken = client.post(SIGNUP, answers(), follow=True)
    page = taken.content.decode()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["maria@example.org"], "Sizin artıq hesabınız var")
    ]
    fresh = type(client)().post(SIGNUP, answers(email="else1@example.org"), follow=True)
    assert taken.redirect_chain == fresh.redirect_chain
    blank = r"name=\"csrfmiddlewaretoken\" value=\"[^\"]*\""
    assert without(blank, page).replace("maria@", "else1@") == without(blank, fresh.content.decode())
    assert django_user_model.objects.filter(email="maria@example.org").count() == 1


def without(pattern: str, text: str) -> str:
    return re.sub(pattern, "", text)


def test_signup_with_other_letter_case_is_the_same_account(client):
    make_person(email="maria@example.org")
    client.post(SIGNUP, answers(email="MARIA@Example.org"))
    assert User.objects.filter(email__iexact="maria@example.org").count() == 1


@pytest.mark.parametrize(
    "email",
    [
        "a@b",
        "",
        "a@x.az,b@x.az",
        "a@x.az b@x.az",
        "x@y.az\nBcc: z@y.az",
        "x@y.az%0aBcc:z@y.az\r\n",
        "a" * 65 + "@example.org",
        "mаria@example.org",  # a Cyrillic letter among Latin ones
        "a@" + "b" * 250 + ".az",
    ],
)
def test_signup_refuses_what_is_no_address(client, email):
    response = client.post(SIGNUP, answers(email=email), HTTP_ACCEPT_LANGUAGE="en")
    if response.status_code == 302:  # trailing white space is nobody's mistake
        assert User.objects.get().email == "x@y.az%0abcc:z@y.az"
        return
    assert len(errors_of(response, "email")) == 1
    assert response.context["form"]["name"].value() == "Мария Щербакова"
    assert not User.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("name", ["", "a\x00b", "1234", "x" * 300, "q" + "\u0301" * 500])
def test_signup_refuses_a_name_at_its_field(client, name):
    response = client.post(SIGNUP, answers(name=name), HTTP_ACCEPT_LANGUAGE="en")
    assert len(errors_of(response, "name")) == 1
    assert response.context["form"]["email"].value() == "maria@example.org"
    assert not User.objects.exists()


def test_signup_shows_a_name_as_it_was_typed(client):
    page = client.post(SIGNUP, answers(name="<b>x", email="no")).content.decode()
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page


def test_signup_trap_is_discarded_silently_and_counted(client):
    response = client.post(SIGNUP, answers(website="http://spam.example"))
    assert response["Location"] == CONFIRM
    assert not User.objects.exists()
    assert not mail.outbox
    assert AuditEvent.objects.filter(action="signup.trapped").count() == 1


@pytest.mark.parametrize("started", ["", "forged", None])
def test_signup_faster_than_fingers_is_asked_again(client, settings, started):
    settings.SIGNUP_SECONDS = 2
    stamp = signing.dumps(time.time(), salt=SIGNUP_SALT) if started is None else started
    response = client.post(SIGNUP, answers(started=stamp), HTTP_ACCEPT_LANGUAGE="en")
    assert errors_of(response, "__all__") == ["Please check what you wrote and send it once more."]
    assert not User.objects.exists()
    assert AuditEvent.objects.filter(action="signup.too_fast").count() == 1
    assert client.post(SIGNUP, answers())["Location"] == CONFIRM


def test_same_address_sent_twice_at_once_is_one_account(client, monkeypatch):
    """The other request commits between our look and our insert: the database refuses, the page is the usual one."""

    def a_moment_late(person, **said):
        raise IntegrityError

    monkeypatch.setattr(adapters, "sign_up", a_moment_late)
    response = client.post(SIGNUP, answers())
    assert response["Location"] == CONFIRM
    assert [letter.to for letter in mail.outbox] == [["maria@example.org"]]


def test_wrong_code_three_times_needs_a_new_start(client, newest_code):
    client.post(SIGNUP, answers())
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(2):
        assert client.post(CONFIRM, {"code": wrong}).status_code == 200
    assert client.post(CONFIRM, {"code": wrong})["Location"] == "/accounts/login/"
    client.post(CONFIRM, {"code": right})
    assert "_auth_user_id" not in client.session


def test_expired_code_says_so(client, newest_code, monkeypatch):
    client.post(SIGNUP, answers(), HTTP_ACCEPT_LANGUAGE="en")
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    page = client.post(CONFIRM, {"code": newest_code()}, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert [str(message) for message in page.context["messages"]] == [
        "This code has expired: a code works for ten minutes. Ask for a new one."
    ]
    assert "_auth_user_id" not in client.session


def test_look_alike_of_a_known_address_is_another_person(client, newest_code):
    """A Cyrillic letter in the domain: another mailbox, so another account; neither gets the other's code."""
    known = make_person(email="maria@example.org")
    client.post(SIGNUP, answers(email="maria@ex\u0430mple.org"))
    assert [letter.to for letter in mail.outbox] == [["maria@ex\u0430mple.org"]]
    client.post(CONFIRM, {"code": newest_code()})
    assert client.session["_auth_user_id"] != str(known.pk)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    "typed", ["\u212aate@gmail.com", "kate@gma\u0131l.com", "kate@gmail\u3002com", "\u017fa\u0161a@gmail.com"]
)
def test_code_goes_to_the_stored_address_or_to_nobody(client, typed):
    """Signs that some rule of capitals or of addresses makes equal: no code leaves for another mailbox."""
    for known in ("kate@gmail.com", "sasa@gmail.com"):
        make_person(email=known)
    client.post("/accounts/login/code/", {"email": typed})
    codes = [letter.to for letter in mail.outbox if letter.subject != "Bu ünvanla hesab yoxdur"]
    assert codes in ([], [["kate@gmail.com"]])


def test_code_may_be_typed_with_spaces(client, newest_code):
    client.post(SIGNUP, answers())
    code = newest_code()
    assert client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]} "})["Location"] == "/my/"


def test_a_classroom_signs_up_together(client, settings):
    """Twenty in a minute from one address pass; the hundred-and-twenty-first is asked to wait."""
    for turn in range(20):
        response = type(client)().post(SIGNUP, answers(email=f"learner{turn}@example.org"))
        assert response["Location"] == CONFIRM
    for _ in range(100):
        client.post(SIGNUP, {})
    refused = client.post(SIGNUP, answers(email="last@example.org"), HTTP_ACCEPT_LANGUAGE="en")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Wait one minute, then try again." in refused.content.decode()


def test_opening_the_pages_changes_nothing(client):
    for path in (SIGNUP, CONFIRM, "/accounts/login/", "/accounts/login/code/", "/accounts/claim/", "/accounts/logout/"):
        client.get(path)
    assert not User.objects.exists()
    assert not mail.outbox
