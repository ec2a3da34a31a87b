"""Letters go through the outbox: written in the transaction of what they tell about, handed over by a job."""

import smtplib
from datetime import datetime
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language

from .enums import MessageState
from .models import Message
from .outbox import enqueue


class NotHandedOver(Exception):
    """The delivery did not take the letter, or another run is handing it over right now. Worth another try."""


class OutboxBackend(BaseEmailBackend):
    """Django's way to send a letter, ending in the outbox. One row for each address: people do not see each other."""

    def send_messages(self, email_messages) -> int:
        with transaction.atomic():
            for email in email_messages:
                self.keep(email)
        return len(email_messages)

    def keep(self, email) -> None:
        if email.attachments:
            raise ValueError("A letter links to a file behind a sign-in; it does not carry one.")
        text, html = bodies(email)
        for address in email.recipients():
            post(address, subject=email.subject, text=text, html=html, sender=email.from_email)


def bodies(email) -> tuple[str, str]:
    """The plain and the HTML text of a Django message."""
    if email.content_subtype == "html":
        return strip_tags(email.body), email.body
    for content, mimetype in getattr(email, "alternatives", []):
        if mimetype == "text/html":
            return email.body, content
    return email.body, ""


def post(address: str, *, subject, text, html="", language="", sender="", dedupe_key="") -> Message:
    """Write a letter into the caller's transaction. With a `dedupe_key` that exists, the letter that has it is returned.

    Raises ValueError (BadHeaderError among them) for an address, subject or language that cannot stand in a header.
    """
    message = Message(
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        sender=sender or settings.DEFAULT_FROM_EMAIL,
        recipient=str(address),
        subject=str(subject),
        text=str(text),
        html=str(html),
        language=language or get_language() or settings.LANGUAGE_CODE,
        dedupe_key=dedupe_key,
        created_at=timezone.now(),
    )
    email_of(message).message()  # refuses a second header in the first, while the caller can still be told
    with transaction.atomic():
        kept = written(message)
        enqueue("jobs.send_mail", dedupe_key=f"mail:{kept.public_id}", message_id=kept.pk)
    return kept


def written(message: Message) -> Message:
    if not message.dedupe_key:
        message.save(force_insert=True)
        return message
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.get(dedupe_key=message.dedupe_key)


def email_of(message: Message) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    email = EmailMultiAlternatives(message.subject, message.text, message.sender, [message.recipient], headers=headers)
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def deliver(message_id: int, *, now: datetime) -> None:
    """Hand a letter over, unless that is done. May be repeated.

    A server's clear "no" is remembered. What leaves doubt (a connection lost, a worker killed) is tried again under the
    same Message-ID and counted in `possible_duplicates`. Raises NotHandedOver, or the delivery's own error, to be tried again.
    """
    message = Message.objects.filter(pk=message_id, purged_at=None).first()
    if message is None or message.state in (MessageState.SENT, MessageState.REFUSED):
        return
    delivery = get_connection(settings.MAIL_DELIVERY_BACKEND)
    try:
        delivery.open()  # before the mark: a server that is away has certainly taken nothing
        ours = begin(message)
        state = answer(delivery, message)
        if state == MessageState.SENT:
            Message.objects.filter(pk=message.pk).update(state=state, sent_at=now)
        else:  # a run that began after this one may know better
            ours.update(state=state)
    finally:
        delivery.close()
    if state == MessageState.QUEUED:
        raise NotHandedOver


def begin(message: Message):
    """Mark that from here on the letter may be out; returns the marked row, for as long as no other run begins.

    A mark that stands already means that we do not know what became of the time before.
    """
    times = message.possible_duplicates + (1 if message.state == MessageState.SENDING else 0)
    seen = Message.objects.filter(pk=message.pk, state=message.state, possible_duplicates=message.possible_duplicates)
    if not seen.update(state=MessageState.SENDING, possible_duplicates=times):
        raise NotHandedOver
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, possible_duplicates=times)


def answer(delivery, message: Message) -> MessageState:
    """What the mail server said: taken, not now (4xx), or never (5xx; RFC 5321, 4.2.1). Anything else is raised.

    A no to our own address is about our settings, not about the letter: once they are mended, it goes out.
    """
    try:
        taken = delivery.send_messages([email_of(message)])
    except smtplib.SMTPSenderRefused:
        return MessageState.QUEUED
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        final = all(code // 100 == 5 for code in codes(error))
        return MessageState.REFUSED if final else MessageState.QUEUED
    return MessageState.SENT if taken else MessageState.QUEUED


def codes(error) -> list[int]:
    """The reply codes of a mail server that said no."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code]
