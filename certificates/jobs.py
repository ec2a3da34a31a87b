"""What happens to certificates in the background. Everything takes ids and may run twice."""

from datetime import timedelta
from functools import partial, reduce
from operator import or_

from django.core.files.storage import storages
from django.db.models import Q
from django.utils import timezone

from certificates import domain, letters, outputs
from certificates.domain.due import gives, had
from certificates.enums import BatchState, Kind
from certificates.models import Certificate, IssueBatch, SigningKey
from courses.enums import EnrolmentMode
from lms.jobs import each_in_turn, every, register
from lms.storage import forget_unfinished

# A batch that is older and not done has lost its job.
LEFT_BEHIND = timedelta(minutes=15)
A_DAY = timedelta(days=1)
# Younger ones are being drawn by the job that was promised with them.
UNDRAWN = timedelta(minutes=1)


def issued_by_itself():
    """Completed enrolments in cohorts that enrol by themselves, with a certificate to come that nobody approves.

    Elsewhere staff issue; so they do what was revoked.
    """
    kinds = [kind for kind in Kind if not domain.rule_of(kind).second_person]
    waiting = reduce(or_, (gives(kind) & ~had(kind) for kind in kinds), Q(pk__in=[]))
    return domain.completed().filter(waiting, cohort__mode=EnrolmentMode.OPEN)


@register("courses.enrolment_completed")
def enrolment_completed(*, enrolment_id: int) -> None:
    domain.issue_those_who_wait(issued_by_itself().filter(pk=enrolment_id), now=timezone.now())


@register("certificates.render")
def render(*, certificate_ids: list[int]) -> None:
    """Draws them, then tells their holders."""
    found = drawable().filter(pk__in=certificate_ids).order_by("pk")
    each_in_turn(partial(draw, certificate) for certificate in found)


def draw(certificate: Certificate) -> None:
    domain.rendered(certificate)
    letters.tell(certificate, now=timezone.now())


def drawable():
    return Certificate.objects.select_related("template_version", "signing_key", "enrolment__person")


@register("certificates.run_batch")
def run_batch(*, batch_id: int) -> None:
    domain.run_batch(batches().get(pk=batch_id), now=timezone.now())


@register("certificates.print_file")
def print_file(*, batch_id: int) -> None:
    outputs.keep_print_file(batches().get(pk=batch_id))


@register("certificates.sign_again")
def sign_again(*, key_id: int) -> None:
    """The key that signed these credentials is compromised: each still valid one gets a new credential beside the old."""
    domain.sign_again(SigningKey.objects.get(pk=key_id), now=timezone.now())


@every("certificates.sweep", minutes=5)
def sweep() -> None:
    """Who has completed and holds nothing? What is issued and not drawn? Which batch has nobody working on it?"""
    now = timezone.now()
    working = (BatchState.CHECKING, BatchState.RUNNING)
    left_behind = batches().filter(state__in=working, requested_at__lt=now - LEFT_BEHIND)
    undrawn = domain.without_file(drawable().filter(issued_at__lt=now - UNDRAWN))
    each_in_turn(
        [
            *(partial(domain.run_batch, batch, now=now) for batch in left_behind),
            *(partial(domain.issue_those_who_wait, [enrolment], now=now) for enrolment in issued_by_itself()),
            *(partial(draw, each) for each in undrawn),
        ]
    )


def batches():
    return IssueBatch.objects.select_related("cohort__centre", "requested_by", "decided_by")


@every("certificates.remind", hours=24)
def remind() -> None:
    """Whose certificate ends in two months, or in two weeks? Each holder is told once a term."""
    now = timezone.now()
    today = timezone.localdate(now)
    waiting = [(each, days) for days in domain.REMINDER_TERMS for each in domain.to_remind(days=days, today=today)]
    each_in_turn(partial(domain.remind, certificate, days=days, now=now) for certificate, days in waiting)


@every("certificates.sweep_files", hours=24)
def sweep_files() -> None:
    """What a killed worker had begun to write, and print files of yesterday, which can be made again.

    A paper is never deleted: after a restore it is the only trace.
    """
    before = timezone.now() - A_DAY
    forget_unfinished(storages["private"], before=before)
    outputs.forget_print_files(before=before)
