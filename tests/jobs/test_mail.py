import smtplib
from contextlib import suppress

import pytest
from django.core import mail as django_mail
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from lms.jobs import mail
from lms.jobs.enums import JobState, MessageState
from lms.jobs.models import Job, Message
from lms.jobs.running import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    """Django's test runner puts its own backend in the place of ours."""
    settings.EMAIL_BACKEND = "lms.jobs.mail.OutboxBackend"


class Server(BaseEmailBackend):
    """A mail server that answers as the test says, one answer a letter: an error to raise, or None to take it."""

    answers: list = []
    taken: list = []

    def send_messages(self, email_messages):
        for email in email_messages:
            answer = Server.answers.pop(0) if Server.answers else None
            if isinstance(answer, smtplib.SMTPServerDisconnected):
                Server.taken.append(email)
            if answer:
                raise answer
            Server.taken.append(email)
        return len(email_messages)


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(Server, "answers", [])
    monkeypatch.setattr(Server, "taken", [])
    settings.MAIL_DELIVERY_BACKEND = f"{__name__}.Server"
    return Server


def letter(**over):
    return mail.post(**{"address": "leyla@example.org", "subject": "Your place", "text": "Good day", **over})


def test_send_mail_ends_in_the_outbox():
    send_mail("Your place", "Good day", None, ["leyla@example.org"], html_message="<p>Good day</p>")

    row = Message.objects.get()
    assert (row.recipient, row.subject, row.text, row.html) == (
        "leyla@example.org",
        "Your place",
        "Good day",
        "<p>Good day</p>",
    )
    assert django_mail.outbox == []


def test_a_letter_has_one_job():
    message = letter()

    job = Job.objects.get()
    assert (job.name, job.args) == ("jobs.send_mail", {"message_id": message.pk})


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_a_transaction_that_failed_is_never_sent():
    with suppress(ZeroDivisionError), transaction.atomic():
        send_mail("Your place", "Good day", None, ["leyla@example.org"])
        1 / 0  # noqa: B018

    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_people_do_not_see_each_other():
    EmailMessage("News", "Good day", to=["a@example.org"], cc=["b@example.org"], bcc=["c@example.org"]).send()

    assert [row.recipient for row in Message.objects.order_by("pk")] == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]


def test_an_html_letter_has_a_plain_text():
    email = EmailMultiAlternatives("News", "<p>Good <b>day</b></p>", to=["a@example.org"])
    email.content_subtype = "html"
    email.send()

    assert Message.objects.get().text == "Good day"


def test_an_attachment_is_refused():
    email = EmailMessage("News", "Good day", to=["a@example.org"], attachments=[("a.pdf", b"", "application/pdf")])

    with pytest.raises(ValueError, match="links to a file"):
        email.send()


@pytest.mark.parametrize(
    "over",
    [
        {"subject": "Your place\nBcc: all@example.org"},
        {"subject": "Your place\r\n\r\nBuy this"},
        {"address": "leyla@example.org\nBcc: all@example.org"},
        {"language": "az\nBcc: all@example.org"},
        {"sender": "a@example.org\r\nBcc: all@example.org"},
    ],
)
def test_a_second_header_is_refused(over):
    with pytest.raises((BadHeaderError, ValueError)):
        letter(**over)

    assert Message.objects.count() == 0


def test_the_same_key_is_the_same_letter():
    first = letter(dedupe_key="place:7")
    second = letter(dedupe_key="place:7", text="Good evening")

    assert second.pk == first.pk
    assert (Message.objects.count(), Job.objects.count()) == (1, 1)


def test_deliver_hands_over_once(server, now):
    message = letter(html="<p>Good day</p>", language="ru")
    mail.deliver(message.pk, now=now)
    mail.deliver(message.pk, now=now)

    assert [email.extra_headers["Message-ID"] for email in server.taken] == [message.message_id]
    assert server.taken[0].extra_headers["Content-Language"] == "ru"
    row = Message.objects.get()
    assert (row.state, row.sent_at, row.possible_duplicates) == (MessageState.SENT, now, 0)


def test_the_job_delivers(server):
    letter()
    run(Job.objects.get().pk, worker="one")

    assert len(server.taken) == 1
    assert Job.objects.get().state == JobState.DONE


def test_not_now_is_tried_again_without_doubt(server, now):
    message = letter()
    server.answers = [smtplib.SMTPDataError(451, b"later, leyla@example.org")]
    with pytest.raises(mail.NotHandedOver):
        mail.deliver(message.pk, now=now)
    mail.deliver(message.pk, now=now)

    row = Message.objects.get()
    assert (row.state, row.possible_duplicates, len(server.taken)) == (MessageState.SENT, 0, 1)


def test_a_no_to_our_own_address_is_tried_again(server, now):
    """Whoever mends the sender's address gets the letters out that were written before."""
    message = letter()
    server.answers = [smtplib.SMTPSenderRefused(550, b"who are you", "noreply@localhost")]
    with pytest.raises(mail.NotHandedOver):
        mail.deliver(message.pk, now=now)
    mail.deliver(message.pk, now=now)

    row = Message.objects.get()
    assert (row.state, row.possible_duplicates, len(server.taken)) == (MessageState.SENT, 0, 1)


def test_a_slow_delivery_that_was_told_not_now_does_not_undo_a_later_one(server, now, monkeypatch):
    """Its lease ran out while the server thought; the run that came after it has handed the letter over."""
    message = letter()
    answer = mail.answer

    def slowly(delivery, slow):
        monkeypatch.setattr(mail, "answer", answer)
        mail.deliver(slow.pk, now=now)
        return MessageState.QUEUED

    monkeypatch.setattr(mail, "answer", slowly)
    with pytest.raises(mail.NotHandedOver):
        mail.deliver(message.pk, now=now)

    row = Message.objects.get()
    assert (row.state, row.possible_duplicates) == (MessageState.SENT, 1)


@pytest.mark.parametrize(
    "never",
    [
        smtplib.SMTPDataError(550, b"no"),
        smtplib.SMTPRecipientsRefused({"leyla@example.org": (550, b"no such user")}),
    ],
)
def test_never_is_not_tried_again(server, never, now):
    message = letter()
    server.answers = [never]
    mail.deliver(message.pk, now=now)
    mail.deliver(message.pk, now=now)

    assert Message.objects.get().state == MessageState.REFUSED
    assert server.taken == []


def test_a_lost_answer_is_tried_again_under_the_same_id_and_counted(server, now):
    message = letter()
    server.answers = [smtplib.SMTPServerDisconnected()]
    with pytest.raises(smtplib.SMTPServerDisconnected):
        mail.deliver(message.pk, now=now)
    mail.deliver(message.pk, now=now)

    assert {email.extra_headers["Message-ID"] for email in server.taken} == {message.message_id}
    row = Message.objects.get()
    assert (row.state, row.possible_duplicates) == (MessageState.SENT, 1)


def test_a_server_that_is_away_has_taken_nothing(settings, now):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = letter()
    with pytest.raises(ConnectionRefusedError):
        mail.deliver(message.pk, now=now)

    assert Message.objects.get().state == MessageState.QUEUED


def test_two_deliveries_at_the_same_time_do_not_both_begin(server, now):
    message = letter()
    stale = Message.objects.get(pk=message.pk)
    mail.begin(message)

    with pytest.raises(mail.NotHandedOver):
        mail.begin(stale)


def test_a_forgotten_letter_is_not_sent(server, now):
    message = letter()
    Message.objects.update(purged_at=now)
    mail.deliver(message.pk, now=now)

    assert server.taken == []
