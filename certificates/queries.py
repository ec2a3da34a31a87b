"""Reads for the learner's page and for the desk."""

from dataclasses import dataclass

from django.db.models import Count, Q

from certificates.domain import NO_LONGER_ALLOWED
from certificates.enums import Outcome
from certificates.models import Certificate, IssueBatch, IssueBatchRow
from certificates.snapshot import NO_TEXT, in_words
from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Enrolment
from lms.accounts.names import is_latin
from lms.accounts.texts import in_language


@dataclass(frozen=True)
class Progress:
    """Of a batch, counted from its rows."""

    total: int
    issued: int
    refused: int
    is_done: bool

    @property
    def settled(self) -> int:
        return self.issued + self.refused

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.total if self.total else 100


def progress(batch: IssueBatch) -> Progress:
    counts = batch.rows.aggregate(
        total=Count("pk"),
        issued=Count("pk", filter=Q(outcome__in=(Outcome.ISSUED, Outcome.SKIPPED))),
        refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
    )
    return Progress(**counts, is_done=batch.finished_at is not None)


# What a refusal says in the language of whoever reads it; the others name characters and are stored with them.
REASONS = {"no_longer_allowed": NO_LONGER_ALLOWED, "no_text": NO_TEXT}


def reason(row: IssueBatchRow) -> str:
    """Why this person of a batch got nothing."""
    return str(REASONS.get(row.code, row.reason))


@dataclass(frozen=True)
class Held:
    certificate: Certificate
    title: str


def held_by(person, *, language: str | None) -> list[Held]:
    """A person's certificates, the newest first, each with the course's title as printed."""
    certificates = Certificate.objects.filter(enrolment__person=person).order_by("-issued_at", "-pk")
    return [Held(each, in_words(each.snapshot, language=language)["course_title"]) for each in certificates]


@dataclass(frozen=True)
class Waiting:
    enrolment: Enrolment
    title: str

    @property
    def issues_itself(self) -> bool:
        return self.enrolment.cohort.mode == EnrolmentMode.OPEN


def waiting_for_paper(person, *, language: str | None) -> list[Waiting]:
    """What a person has completed without a certificate yet."""
    enrolments = (
        Enrolment.objects.filter(person=person, state=EnrolmentState.COMPLETED, certificates__isnull=True)
        .select_related("cohort__course")
        .prefetch_related("cohort__course__texts")
    )
    return [Waiting(each, title_of(each, language)) for each in enrolments]


def title_of(enrolment: Enrolment, language: str | None) -> str:
    text = in_language(enrolment.cohort.course.texts.all(), language or "")
    return text.title if text else ""


def needs_latin_name(person) -> bool:
    return not person.name_latin and not is_latin(person.name)
