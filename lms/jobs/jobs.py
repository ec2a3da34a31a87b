from django.utils import timezone

from . import mail, purging
from .registry import every, register


@register("jobs.send_mail", attempts=30, urgent=True)
def send_mail(*, message_id: int) -> None:
    mail.deliver(message_id, now=timezone.now())


@every("jobs.purge", hours=1)
def purge() -> None:
    purging.purge(now=timezone.now())
