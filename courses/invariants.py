"""What must hold of the record, recomputed from raw rows."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Max, Prefetch, Q

from courses.domain import scoring
from courses.enums import SEATED, AttemptState, EnrolmentState
from courses.models import Attempt, AttemptSlot, Cohort, Enrolment, Response, ResponseEvent
from courses.models.attempt import GRACE


def violations(*, today: date) -> Iterator[str]:
    """A line for each thing that must never be and is."""
    yield from broken_seats()
    yield from broken_line(today)
    yield from broken_completions()
    yield from broken_numbering()
    yield from broken_responses()
    yield from broken_scores()


def broken_seats() -> Iterator[str]:
    counted = Cohort.objects.annotate(seated=Count("enrolments", filter=Q(enrolments__state__in=SEATED)))
    for cohort in counted.exclude(taken=F("seated")):
        yield f"cohort {cohort.pk}: {cohort.taken} seats are marked taken, {cohort.seated} people hold one"
    for oversold in Cohort.objects.filter(taken__gt=F("seats")):
        yield f"cohort {oversold.pk}: {oversold.taken} seats taken of {oversold.seats}"


def broken_line(today: date) -> Iterator[str]:
    """Nobody waits for a seat that is free."""
    waiting = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING))
    going_on = Cohort.objects.filter(is_cancelled=False, ends_on__gte=today, taken__lt=F("seats"))
    for cohort in going_on.annotate(waiting=waiting).filter(waiting__gt=0):
        yield f"cohort {cohort.pk}: {cohort.waiting} people wait and {cohort.seats_left} seats are free"


def broken_completions() -> Iterator[str]:
    for enrolment in Enrolment.objects.filter(state=EnrolmentState.COMPLETED, completed_at__isnull=True):
        yield f"enrolment {enrolment.pk}: completed without a date"


def broken_numbering() -> Iterator[str]:
    numbered = Attempt.objects.values("enrolment", "assessment").annotate(count=Count("pk"), last=Max("n"))
    for row in numbered.exclude(count=F("last")).order_by():
        yield f"enrolment {row['enrolment']}: attempts at assessment {row['assessment']} are not numbered 1 to {row['count']}"


def broken_responses() -> Iterator[str]:
    """The newest answer is the newest event, and nothing was taken after the attempt was handed in."""
    events = Prefetch("slot__events", ResponseEvent.objects.order_by("rev"))
    for response in Response.objects.select_related("slot__attempt").prefetch_related(events).iterator(chunk_size=500):
        history = [(event.rev, event.value) for event in response.slot.events.all()]
        if not history or history[-1] != (response.rev, response.value):
            yield f"response {response.pk}: it is not the newest of its history"
        ended = response.slot.attempt.submitted_at
        if ended and response.saved_at > ended + GRACE:
            yield f"response {response.pk}: saved after the attempt was handed in"


def broken_scores() -> Iterator[str]:
    """Each score is what the frozen question and the final answer give."""
    slots = Prefetch("slots", AttemptSlot.objects.select_related("version", "response"))
    finished = Attempt.objects.filter(state=AttemptState.SCORED).prefetch_related(slots)
    for attempt in finished.iterator(chunk_size=200):
        scores = [score_of(slot) for slot in attempt.slots.all()]
        most = sum(slot.points for slot in attempt.slots.all())
        if (attempt.score, attempt.max_score) != (scoring.total(scores), most):
            yield f"attempt {attempt.pk}: {attempt.score} of {attempt.max_score}, its answers give {scoring.total(scores)} of {most}"


def score_of(slot: AttemptSlot):
    response = getattr(slot, "response", None)
    return scoring.score(slot.version.type, slot.version.spec, response.value if response else None, points=slot.points)
