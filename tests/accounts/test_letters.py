"""Letters about accounts: each written once, with what it tells about, and the same whoever asks."""

import time

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.accounts.forms.signing_in import SIGNUP_SALT
from lms.accounts.models import User
from lms.jobs.models import Job, Message
from tests.factories.people import PASSWORD, make_person

pytestmark = pytest.mark.django_db(transaction=True)
WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def _through_the_outbox(settings):
    settings.EMAIL_BACKEND = "lms.jobs.mail.OutboxBackend"


def sign_up(email: str, browser: Client | None = None):
    started = signing.dumps(time.time() - 10, salt=SIGNUP_SALT)
    answers = {"name": "Leyla", "email": email, "language": "az", "started": started, "website": ""}
    return (browser or Client()).post("/accounts/signup/", answers)


def written_by(ask, email: str) -> list[str]:
    """What a request writes: verb and table, in order."""
    with CaptureQueriesContext(connection) as found:
        assert ask(email).status_code == 302
    words = [query["sql"].split() for query in found.captured_queries]
    return [" ".join(each[:3]) for each in words if each[0] in WRITING]


def ask_for_a_code(email: str):
    return Client().post("/accounts/login/code/", {"email": email})


def ask_for_a_password(email: str):
    return Client().post("/accounts/password/reset/", {"email": email})


@pytest.mark.parametrize("ask", [sign_up, ask_for_a_code, ask_for_a_password])
def test_known_and_unknown_address_cost_the_same_writes(ask):
    make_person(email="known@example.org", password=PASSWORD)
    sign_up("warm@example.org")
    assert written_by(ask, "known@example.org") == written_by(ask, "fresh@example.org")
    assert [Message.objects.filter(recipient=f"{who}@example.org").count() for who in ("known", "fresh")] == [1, 1]


def test_signup_with_a_known_address_leaves_nobody_behind():
    make_person(email="known@example.org")
    sign_up("known@example.org")
    assert list(User.objects.values_list("email", flat=True)) == ["known@example.org"]


def test_person_and_her_letter_are_written_together(monkeypatch):
    """The outbox fails: there is no account either, and the next try is a first one."""
    monkeypatch.setattr("lms.jobs.mail.enqueue", lambda *_args, **_said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign_up("leyla@example.org")
    assert (User.objects.count(), Message.objects.count(), Job.objects.count()) == (0, 0, 0)
    monkeypatch.undo()
    assert sign_up("leyla@example.org").status_code == 429  # one letter in ten seconds to one address
    assert (User.objects.count(), Message.objects.count()) == (0, 0)
    cache.clear()
    sign_up("leyla@example.org")
    assert (User.objects.count(), Message.objects.count()) == (1, 1)


def test_two_presses_of_the_button_make_one_account_and_one_letter():
    browser = Client()
    sign_up("leyla@example.org", browser)
    sign_up("leyla@example.org", browser)
    assert (User.objects.count(), Message.objects.count()) == (1, 1)


def test_letter_to_the_old_address_does_not_name_the_new_one(client):
    """Whoever holds the old mailbox may be the reason for the change."""
    person = make_person(email="old@example.org", language="en")
    client.force_login(person)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    code = next(line for line in Message.objects.get().text.splitlines() if line.isdigit())
    client.post("/accounts/confirm-email/", {"code": code})
    letter = Message.objects.get(recipient="old@example.org")
    assert letter.text.startswith("Your account has another e-mail address now.")
    assert "new@example.org" not in letter.text
