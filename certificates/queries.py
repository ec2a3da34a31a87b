"""Reads for the learner's page and for the desk."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certificates.domain.batches import NO_LONGER_ALLOWED
from certificates.domain.papers import PAPER
from certificates.enums import OVER, BatchState, CertificateState, Outcome
from certificates.models import Certificate, CertificateFile, IssueBatch, IssueBatchRow
from certificates.snapshot import NO_TEXT, in_words
from certificates.verification import Answer, answer
from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Enrolment
from lms.accounts.names import is_latin
from lms.accounts.texts import in_language
from lms.jobs.enums import WAITING
from lms.jobs.models import Job

# How long a queue may take before whoever watches is told that the work has not begun.
PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True)
class Progress:
    """Of a batch, counted from its rows. `drawn`: how many of the issued have their paper."""

    total: int
    drafted: int
    issued: int
    refused: int
    drawn: int
    state: str

    @property
    def settled(self) -> int:
        return self.issued + self.refused

    @property
    def checked(self) -> int:
        return self.drafted + self.settled

    @property
    def finished(self) -> int:
        return self.drawn + self.refused

    @property
    def is_done(self) -> bool:
        """Nothing will change by itself any more."""
        return self.state in (*OVER, BatchState.AWAITING) and self.drawn >= self.issued

    @property
    def percent(self) -> int:
        """Checking is a tenth of the way, numbering another, drawing the rest."""
        if not self.total:
            return 100
        return (10 * self.checked + 10 * self.settled + 80 * self.finished) // self.total


def progress(batch: IssueBatch) -> Progress:
    papers = CertificateFile.objects.filter(certificate=OuterRef("certificate"), kind=PAPER)
    settled = Q(outcome__in=(Outcome.ISSUED, Outcome.SKIPPED))
    numbered = settled & Q(certificate__number__isnull=False)
    counts = batch.rows.aggregate(
        total=Count("pk"),
        drafted=Count("pk", filter=Q(outcome=Outcome.DRAFTED)),
        issued=Count("pk", filter=numbered),
        refused=Count("pk", filter=Q(outcome=Outcome.REFUSED) | (settled & ~numbered)),
        drawn=Count("pk", filter=numbered & Q(Exists(papers))),
    )
    return Progress(**counts, state=batch.state)


def has_not_begun(batch: IssueBatch, seen: Progress, *, now: datetime) -> bool:
    """Nobody has taken up the next step of a batch for so long that whoever watches should be told."""
    asked_at = now - PATIENCE
    waiting = Job.objects.filter(state__in=WAITING, attempts=0, created_at__lt=asked_at)
    if batch.state in (BatchState.CHECKING, BatchState.RUNNING):
        return waiting.filter(name="certificates.run_batch", args__batch_id=batch.pk).exists()
    return seen.issued > 0 and not seen.drawn and waiting.filter(name="certificates.render").exists()


@dataclass(frozen=True)
class Came:
    """What came of a batch, row by row, in the order of the names. `gone` were issued and are not valid any more."""

    issued: list[IssueBatchRow] = field(default_factory=list)
    gone: list[IssueBatchRow] = field(default_factory=list)
    held: list[IssueBatchRow] = field(default_factory=list)
    refused: list[IssueBatchRow] = field(default_factory=list)
    drafts: list[IssueBatchRow] = field(default_factory=list)

    @property
    def rows(self) -> list[IssueBatchRow]:
        return [*self.issued, *self.gone, *self.held, *self.refused, *self.drafts]


def came_of(batch: IssueBatch) -> Came:
    """One query."""
    rows = batch.rows.select_related("enrolment__person", "certificate", "certificate__replaced_by")
    found = Came()
    for row in rows.order_by("enrolment__person__name_folded", "pk"):
        _place_of(row, found).append(row)
    return found


def _place_of(row: IssueBatchRow, found: Came) -> list[IssueBatchRow]:
    certificate = row.certificate
    if row.outcome in (Outcome.READY, Outcome.DRAFTED):
        return found.drafts
    if certificate is None or not certificate.is_numbered or row.outcome == Outcome.REFUSED:
        return found.refused
    if row.outcome == Outcome.SKIPPED:
        return found.held
    return found.issued if certificate.state == CertificateState.ISSUED else found.gone


# What a refusal says in the language of whoever reads it; the others name characters and are stored with them.
REASONS = {"no_longer_allowed": NO_LONGER_ALLOWED, "not_yours": NO_LONGER_ALLOWED, "no_text": NO_TEXT}
NO_ROOM = _("What it should replace is not valid any more.")


def reason(row: IssueBatchRow) -> str:
    """Why this person of a batch got nothing."""
    return str(NO_ROOM if row.outcome == Outcome.SKIPPED else REASONS.get(row.code, row.reason))


@dataclass(frozen=True)
class Held:
    """`shared_at` is the address for others, empty while it is switched off."""

    certificate: Certificate
    title: str
    answer: Answer
    shared_at: str


def held_by(person, *, language: str | None, today: date) -> list[Held]:
    """A person's certificates, the newest first, each with the course's title as printed."""
    certificates = (
        Certificate.objects.filter(enrolment__person=person, number__isnull=False)
        .select_related("replaced_by", "share")
        .order_by("-issued_at", "-pk")
    )
    return [held(each, language=language, today=today) for each in certificates]


def held(certificate: Certificate, *, language: str | None, today: date) -> Held:
    share = getattr(certificate, "share", None)
    return Held(
        certificate,
        title=in_words(certificate.snapshot, language=language)["course_title"],
        answer=answer(certificate, today=today),
        shared_at=f"{settings.SITE_URL}/s/{share.token}" if share and share.is_on else "",
    )


@dataclass(frozen=True)
class Waiting:
    enrolment: Enrolment
    title: str

    @property
    def issues_itself(self) -> bool:
        return self.enrolment.cohort.mode == EnrolmentMode.OPEN


def waiting_for_paper(person, *, language: str | None) -> list[Waiting]:
    """What a person has completed without a certificate yet; a draft is none."""
    numbered = Certificate.objects.filter(enrolment=OuterRef("pk"), number__isnull=False)
    enrolments = (
        Enrolment.objects.filter(~Exists(numbered), person=person, state=EnrolmentState.COMPLETED)
        .select_related("cohort__course")
        .prefetch_related("cohort__course__texts")
    )
    return [Waiting(each, title_of(each, language)) for each in enrolments]


def title_of(enrolment: Enrolment, language: str | None) -> str:
    text = in_language(enrolment.cohort.course.texts.all(), language or "")
    return text.title if text else ""


def needs_latin_name(person) -> bool:
    return not person.name_latin and not is_latin(person.name)
