from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a certificate attests; each kind has its own series, its own templates and its own rule."""

    COURSE = "course", _("Course completion")
    LEVEL = "level", _("Language level")
    DIPLOMA = "diploma", _("Diploma")


class CertificateState(models.TextChoices):
    """Draft until somebody says that it may be issued; a draft has no number. The last three are final."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Valid")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")
    CANCELLED = "cancelled", _("Cancelled")


UNNUMBERED = (CertificateState.DRAFT, CertificateState.CANCELLED)


class BatchState(models.TextChoices):
    """Checked first, then awaited by a second person where the kind asks for one, then issued."""

    CHECKING = "checking", _("Being checked")
    AWAITING = "awaiting", _("Waiting for approval")
    RUNNING = "running", _("Being issued")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OVER = (BatchState.DONE, BatchState.CANCELLED)


class Purpose(models.TextChoices):
    """What a batch is for."""

    ISSUE = "issue", _("Issue")
    REISSUE = "reissue", _("Replace")


class Outcome(models.TextChoices):
    READY = "ready", _("Waiting")
    DRAFTED = "drafted", _("Checked")
    ISSUED = "issued", _("Issued")
    SKIPPED = "skipped", _("Already issued")
    REFUSED = "refused", _("Refused")


class TemplateState(models.TextChoices):
    """A published version never changes; a retired one is not used for new certificates."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class KeyPurpose(models.TextChoices):
    """What a key signs: credentials and status lists, or the square codes that are checked without internet."""

    CREDENTIAL = "credential", _("Credentials")
    OFFLINE = "offline", _("Square codes")


class KeyState(models.TextChoices):
    """One key of a purpose is active. Old ones go on proving what they signed, unless they fell into wrong hands."""

    ACTIVE = "active", _("Active")
    VERIFY_ONLY = "verify_only", _("Verifies only")
    COMPROMISED = "compromised", _("Compromised")


class Reason(models.TextChoices):
    """Why a certificate is revoked or replaced. Staff see it; the public page never says it."""

    MISSPELT = "misspelt", _("The name is misspelt")
    NAME_CHANGED = "name_changed", _("The name was changed by law")
    WRONG_FACTS = "wrong_facts", _("Something else on it is wrong")
    NOT_EARNED = "not_earned", _("It should not have been issued")
    FRAUD = "fraud", _("Fraud")
    OTHER = "other", _("Another reason")


class Lost(models.TextChoices):
    """Why the same paper is handed out once more."""

    LOST = "lost", _("The paper is lost")
    DAMAGED = "damaged", _("The paper is damaged")
    NEVER_HAD = "never_had", _("The paper never reached its holder")
