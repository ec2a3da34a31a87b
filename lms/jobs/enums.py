from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """`failed` will be tried again, `dead` will not unless a person says so."""

    READY = "ready", _("Ready")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed, will be tried again")
    DEAD = "dead", _("Given up")


WAITING = (JobState.READY, JobState.FAILED)


class MessageState(TextChoices):
    """`sending` that nobody works on means: handed over or not, we do not know."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Refused by the mail server")
