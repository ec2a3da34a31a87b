import pytest
from django.urls import reverse

from lms.jobs import demo, mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_notes(monkeypatch):
    """What other apps show there is theirs to test."""
    monkeypatch.setattr(demo, "notes", [])


def letter(**over):
    return mail.post(**{"address": "leyla@example.org", "subject": "Your place", "text": "Good day", **over})


def test_mailbox_shows_the_newest_first(client):
    letter(subject="First")
    letter(subject="Second")

    response = client.get("/demo/mail/?lang=en")

    assert [each.subject for each in response.context["letters"]] == ["Second", "First"]


def test_letter_shows_its_text_and_not_its_markup(client):
    message = letter(text="Sign in: https://example.org/x <script>alert(1)</script>")

    page = client.get(reverse("demo_letter", args=[message.public_id])).content.decode()

    assert '<a href="https://example.org/x" rel="nofollow">https://example.org/x</a>' in page
    assert "<script>alert" not in page


def test_mailbox_shows_the_notes_of_other_apps(client):
    demo.note(lambda: [("Code", "123456")])

    assert client.get("/demo/mail/").context["notes"] == [("Code", "123456")]


@pytest.mark.parametrize("name", ["demo_mail", "demo_letter"])
def test_outside_the_demo_there_is_no_mailbox(client, settings, name):
    settings.DEMO = False
    message = letter()
    args = [message.public_id] if name == "demo_letter" else []

    assert client.get(reverse(name, args=args)).status_code == 404


def test_a_forgotten_letter_is_gone(client, now):
    message = letter()
    type(message).objects.update(purged_at=now)

    assert client.get(reverse("demo_letter", args=[message.public_id])).status_code == 404
    assert list(client.get("/demo/mail/").context["letters"]) == []


@pytest.mark.parametrize("count", [1, 30])
def test_mailbox_asks_as_often_for_many_letters(client, count, django_assert_num_queries):
    for _number in range(count):
        letter()

    with django_assert_num_queries(1):
        client.get("/demo/mail/?lang=en")
