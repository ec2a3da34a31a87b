from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    LANGUAGE = "language", _("Azerbaijani language")
    LAW = "law", _("Law")
    HISTORY = "history", _("History and culture")
    MIGRATION = "migration", _("Migration")


class Level(models.TextChoices):
    """Levels of the Common European Framework of Reference."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"


class Access(models.TextChoices):
    OPEN = "open", _("Open to all")
    ENROLLED = "enrolled", _("Open to enrolled learners")


class EnrolmentMode(models.TextChoices):
    OPEN = "open", _("Open enrolment")
    APPROVAL = "approval", _("Enrolment by approval")
    STAFF = "staff", _("Enrolment by staff")


class EnrolmentState(models.TextChoices):
    APPLIED = "applied", _("Applied")
    PENDING = "pending", _("Waiting for approval")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Place offered")
    ACTIVE = "active", _("Learning")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Not accepted")
    EXPIRED = "expired", _("Offer expired")


# States that hold a seat of the cohort; `cohort.taken` counts them.
SEATED = (EnrolmentState.OFFERED, EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)

# States of those who learn or hope to: they are told when the cohort is cancelled.
COMING = (
    EnrolmentState.APPLIED,
    EnrolmentState.PENDING,
    EnrolmentState.WAITING,
    EnrolmentState.OFFERED,
    EnrolmentState.ACTIVE,
)


class Review(models.TextChoices):
    """What a learner sees of an attempt that is handed in."""

    SCORE = "score", _("The score")
    MARKS = "marks", _("The score, and which answers were right")
    ANSWERS = "answers", _("All of it, with the right answers once the quiz is passed or no attempt is left")


class ItemType(models.TextChoices):
    SINGLE_CHOICE = "single_choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT_ANSWER = "short_answer", _("Short answer")


class AttemptState(models.TextChoices):
    OPEN = "open", pgettext_lazy("attempt", "Open")
    SUBMITTED = "submitted", _("Handed in")
    SCORED = "scored", _("Scored")
