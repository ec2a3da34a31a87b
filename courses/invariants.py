"""What must hold of the record, recomputed from raw rows."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from courses.enums import SEATED, AttemptState, EnrolmentState
from courses.models import Attempt, Cohort, Enrolment, Response


def violations() -> Iterator[str]:
    """A line for each thing that must never be and is."""
    yield from broken_seats()
    yield from broken_completions()
    yield from broken_attempts()
    yield from broken_responses()


def broken_seats() -> Iterator[str]:
    counted = Cohort.objects.annotate(seated=Count("enrolments", filter=Q(enrolments__state__in=SEATED)))
    for cohort in counted.exclude(taken=F("seated")):
        yield f"cohort {cohort.pk}: {cohort.taken} seats are marked taken, {cohort.seated} people hold one"
    for oversold in Cohort.objects.filter(taken__gt=F("seats")):
        yield f"cohort {oversold.pk}: {oversold.taken} seats taken of {oversold.seats}"


def broken_completions() -> Iterator[str]:
    for enrolment in Enrolment.objects.filter(state=EnrolmentState.COMPLETED, completed_at__isnull=True):
        yield f"enrolment {enrolment.pk}: completed without a date"


def broken_attempts() -> Iterator[str]:
    numbered = Attempt.objects.values("enrolment", "assessment").annotate(count=Count("pk"), last=Max("n"))
    for row in numbered.exclude(count=F("last")):
        yield f"enrolment {row['enrolment']}: attempts at assessment {row['assessment']} are not numbered 1 to {row['count']}"
    for attempt in Attempt.objects.exclude(state=AttemptState.OPEN).filter(score__gt=F("max_score")):
        yield f"attempt {attempt.pk}: scored above its maximum"


def broken_responses() -> Iterator[str]:
    """The newest answer is the newest event, and nothing was taken after the attempt was handed in."""
    responses = Response.objects.annotate(newest=Max("slot__events__rev")).exclude(rev=F("newest"))
    for response in responses:
        yield f"response {response.pk}: revision {response.rev}, its history says {response.newest}"
    late = Response.objects.filter(saved_at__gt=F("slot__attempt__submitted_at"))
    for answer in late:
        yield f"response {answer.pk}: saved after the attempt was handed in"
