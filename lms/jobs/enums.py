from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    """`failed` will be tried again, `dead` will not unless a person says so."""

    READY = "ready", pgettext_lazy("job", "Ready")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed, will be tried again")
    DEAD = "dead", pgettext_lazy("job", "Given up")


WAITING = (JobState.READY, JobState.FAILED)


class MessageState(TextChoices):
    """`sending` that nobody works on means: handed over or not, we do not know."""

    QUEUED = "queued", pgettext_lazy("letter", "Waiting")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    REFUSED = "refused", pgettext_lazy("letter", "Refused by the mail server")
