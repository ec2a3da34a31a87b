from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a certificate attests; each kind has its own series and its own layout."""

    COURSE = "course", _("Course completion")
    LEVEL = "level", _("Language level")
    DIPLOMA = "diploma", _("Diploma")


class CertificateState(models.TextChoices):
    ISSUED = "issued", _("Valid")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")


class BatchState(models.TextChoices):
    READY = "ready", _("Waiting")
    RUNNING = "running", _("Being issued")
    DONE = "done", _("Done")


class Outcome(models.TextChoices):
    READY = "ready", _("Waiting")
    ISSUED = "issued", _("Issued")
    SKIPPED = "skipped", _("Already issued")
    REFUSED = "refused", _("Refused")
