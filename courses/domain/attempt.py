"""One sitting of an assessment: started, answered, handed in. What was frozen at its start never changes.

Every function locks the attempt (and before it the enrolment, where that may change), looks, and then writes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random, SystemRandom
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.domain import scoring
from courses.domain.completion import locked as locked_enrolment
from courses.domain.completion import settle
from courses.domain.drawing import drawn
from courses.enums import AttemptState, EnrolmentState, Review
from courses.exceptions import AttemptRefused, StaleResponse
from courses.item_types import kind_of
from courses.models import Assessment, Attempt, AttemptSlot, Enrolment, Response, ResponseEvent
from courses.models.attempt import GRACE, LARGEST_REV
from lms.jobs import each_in_turn

MOST_CLOSED_AT_ONCE = 500


@dataclass(frozen=True)
class Answer:
    """What came for a slot. `rev` counts the changes on the device.

    The answer is one of: `value`, in the ids of the spec; `wire`, in places of this attempt; `form`, a form's fields.
    """

    rev: int
    value: Any = None
    wire: Any = None
    form: list[str] | None = None

    def read(self, slot: AttemptSlot) -> dict:
        """The clean value. Raises InvalidResponse."""
        kind = kind_of(slot.version.type)
        wire = self.wire if self.form is None else kind.from_form(self.form)
        value = self.value if wire is None else kind.from_wire(wire, slot.option_order)
        return kind.clean(slot.version.spec, value)


def start(enrolment: Enrolment, *, assessment: Assessment, now: datetime, rng: Random | None = None) -> Attempt:
    """The open attempt if there is one; else a new one with its questions, order, worth, pass mark and deadline frozen.

    Raises AttemptRefused: no place in the course, not running, no attempts left, no questions.
    """
    with transaction.atomic():
        enrolment = locked_enrolment(enrolment)
        sittings = list(enrolment.attempts.filter(assessment=assessment))
        current = next((each for each in sittings if each.is_open), None)
        if current and not current.is_overdue(now):
            return current
        if current:
            sittings[sittings.index(current)] = submit(current, now=now)
            enrolment = locked_enrolment(enrolment)
        refuse_starting(enrolment, assessment, sittings=sittings, now=now)
        slots = drawn(assessment, rng=rng or SystemRandom())
        if not slots:
            raise AttemptRefused(_("This quiz has no questions yet."), code="empty")
        attempt = Attempt.objects.create(
            enrolment=enrolment,
            assessment=assessment,
            n=max((each.n for each in sittings), default=0) + 1,
            started_at=now,
            deadline=now + timedelta(minutes=assessment.minutes) if assessment.minutes else None,
            pass_mark=assessment.pass_mark,
        )
        for slot in slots:
            slot.attempt = attempt
        AttemptSlot.objects.bulk_create(slots)
        return attempt


def refuse_starting(enrolment: Enrolment, assessment: Assessment, *, sittings: list[Attempt], now: datetime) -> None:
    """Raises AttemptRefused with the reason. `sittings` are those of this enrolment so far."""
    cohort, today = enrolment.cohort, timezone.localdate(now)
    if cohort.course_id != assessment.course_id or not assessment.is_active:
        raise AttemptRefused(_("This quiz is not part of your course."), code="not_found")
    if enrolment.state == EnrolmentState.COMPLETED and assessment.counts:
        raise AttemptRefused(_("You have completed this course already."), code="completed")
    refuse_without_place(enrolment)
    if cohort.is_cancelled:
        raise AttemptRefused(_("This course will not take place."), code="cancelled")
    if today < cohort.starts_on:
        opens = _("The quiz opens on %(date)s, when the course begins.") % {"date": date_format(cohort.starts_on)}
        raise AttemptRefused(opens, code="not_open_yet")
    if today > cohort.ends_on:
        ended = _("The course ended on %(date)s. Please ask your centre.") % {"date": date_format(cohort.ends_on)}
        raise AttemptRefused(ended, code="over")
    if assessment.counts and assessment.review == Review.ANSWERS and any(each.is_passed for each in sittings):
        # The right answers are open to her now, and the best result would stand on the certificate.
        raise AttemptRefused(_("You have passed this quiz. You do not need to take it again."), code="passed")
    if assessment.attempts and len(sittings) >= assessment.attempts:
        raise AttemptRefused(_("You have used all your attempts. Please ask your centre."), code="no_attempts_left")


def refuse_without_place(enrolment: Enrolment) -> None:
    """Raises AttemptRefused: a place that was given up, or closed, answers no questions."""
    if enrolment.state not in (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED):
        raise AttemptRefused(_("You need a place in the course before you can take its quiz."), code="not_enrolled")


def refusal_to_start(
    enrolment: Enrolment | None, assessment: Assessment, *, sittings: list[Attempt], now: datetime
) -> AttemptRefused | None:
    """Why `start` would refuse, for a page that says so before the button is pressed. None without an enrolment."""
    if enrolment is None:
        return None
    try:
        refuse_starting(enrolment, assessment, sittings=sittings, now=now)
    except AttemptRefused as refusal:
        return refusal
    return None


def save_response(
    attempt: Attempt, *, slot: int, rev: int, language: str, now: datetime, value: Any = None, wire: Any = None
) -> Response:
    """Keeps an answer. The same `rev` with the same answer may come any number of times.

    Raises AttemptRefused (finished, late, no place any more, no such question, a bad rev), InvalidResponse, or
    StaleResponse when a newer answer is stored.
    """
    answer = Answer(rev=rev, value=value, wire=wire)
    refuse_rev(rev)
    with transaction.atomic():
        attempt = locked_open(attempt, now=now)
        asked = slots_of(attempt).filter(n=slot).first()
        if asked is None:
            raise AttemptRefused(_("There is no such question."), code="not_found")
        current, cleaned = current_response(asked), answer.read(asked)
        if current and current.rev >= rev:
            if (current.rev, current.value) == (rev, cleaned):
                return current
            raise StaleResponse(rev=current.rev, value=current.value)
        response = changed(asked, rev=rev, value=cleaned, language=language, now=now)
        write([response])
        return response


def save_page(attempt: Attempt, *, answers: Mapping[int, Answer], language: str, now: datetime) -> list[int]:
    """Keeps a whole page of answers, or nothing if one of them is none. Returns the slots whose newer answer was kept.

    Each answer comes with the `rev` that the page showed. Raises what `save_response` raises, but for StaleResponse.
    """
    for answer in answers.values():
        refuse_rev(answer.rev, least=0)
    with transaction.atomic():
        attempt = locked_open(attempt, now=now)
        asked = {slot.n: slot for slot in slots_of(attempt)}
        if not answers.keys() <= asked.keys():
            raise AttemptRefused(_("There is no such question."), code="not_found")
        responses, newer = [], []
        for n, answer in answers.items():
            slot, value = asked[n], answer.read(asked[n])
            current = current_response(slot)
            if not is_change(slot, value):
                continue
            if current and current.rev > answer.rev:
                newer.append(n)
                continue
            rev = max(answer.rev, current.rev + 1 if current else 1)
            responses.append(changed(slot, rev=rev, value=value, language=language, now=now))
        write(responses)
        return newer


def is_answered(slot: AttemptSlot) -> bool:
    response = current_response(slot)
    return response is not None and kind_of(slot.version.type).is_answered(response.value)


def is_change(slot: AttemptSlot, value: dict) -> bool:
    """Differs from what is stored; nothing where nothing was is no change."""
    current = current_response(slot)
    return current.value != value if current else kind_of(slot.version.type).is_answered(value)


def changed(slot: AttemptSlot, *, rev: int, value: dict, language: str, now: datetime) -> Response:
    """The slot's response with the new answer, not yet written."""
    response = current_response(slot) or Response(slot=slot)
    response.rev, response.value, response.language, response.saved_at = rev, value, language, now
    return response


def write(responses: list[Response]) -> None:
    """The responses and their events, in at most three statements."""
    new = [response for response in responses if response._state.adding]
    old = [response for response in responses if not response._state.adding]
    Response.objects.bulk_create(new)
    if old:
        Response.objects.bulk_update(old, ["rev", "value", "language", "saved_at"])
    ResponseEvent.objects.bulk_create(
        [ResponseEvent(slot=each.slot, rev=each.rev, value=each.value, at=each.saved_at) for each in responses]
    )


def submit(attempt: Attempt, *, now: datetime) -> Attempt:
    """Hands the attempt in, scores what a machine can, and settles the enrolment. Twice is once: the first result stays."""
    with transaction.atomic():
        enrolment = locked_enrolment(Enrolment(pk=attempt.enrolment_id))
        attempt = locked(attempt)
        if not attempt.is_open:
            return attempt
        slots = list(slots_of(attempt))
        scores = [score_of(slot) for slot in slots]
        keep_scores(slots, scores)
        attempt.state = AttemptState.SUBMITTED if None in scores else AttemptState.SCORED
        attempt.submitted_at = min(now, attempt.deadline) if attempt.deadline else now
        attempt.score = scoring.total(scores)
        attempt.max_score = sum(slot.points for slot in slots)
        attempt.save(update_fields=["state", "submitted_at", "score", "max_score"])
        settle(enrolment, now=now)
        return attempt


def score_of(slot: AttemptSlot):
    response = current_response(slot)
    value = response.value if response else None
    return scoring.score(slot.version.type, slot.version.spec, value, points=slot.points)


def keep_scores(slots: list[AttemptSlot], scores: list) -> None:
    """Stamps the responses: scored, and final from here on. One short statement for each score that occurs."""
    answered = defaultdict(list)
    for slot, score in zip(slots, scores, strict=True):
        if response := current_response(slot):
            response.score, response.is_final = None if score is None else scoring.rounded(score), True
            answered[response.score].append(response.pk)
    for score, keys in answered.items():
        Response.objects.filter(pk__in=keys).update(score=score, is_final=True)


def close_overdue(now: datetime) -> int:
    """Hands in what nobody handed in before its deadline. Returns how many.

    An attempt that cannot be handed in does not keep the others: what went wrong is raised at the end.
    """
    late = Attempt.objects.filter(state=AttemptState.OPEN, deadline__lt=now - GRACE).order_by("deadline")
    return each_in_turn(partial(submit, attempt, now=now) for attempt in list(late[:MOST_CLOSED_AT_ONCE]))


def close_if_overdue(attempt: Attempt, *, now: datetime) -> Attempt:
    """Whoever reads an overdue attempt finds it handed in."""
    return submit(attempt, now=now) if attempt.is_overdue(now) else attempt


def slots_of(attempt: Attempt):
    return attempt.slots.select_related("version", "response").order_by("n")


def current_response(slot: AttemptSlot) -> Response | None:
    return getattr(slot, "response", None)


def locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=attempt.pk)


def locked_open(attempt: Attempt, *, now: datetime) -> Attempt:
    """The attempt as it is now. Raises AttemptRefused when it takes no more answers."""
    attempt = locked(attempt)
    if not attempt.is_open:
        raise AttemptRefused(_("These answers are handed in already. What was saved before counts."), code="finished")
    if attempt.is_overdue(now):
        raise AttemptRefused(_("The time is over. What was saved before counts."), code="late")
    refuse_without_place(attempt.enrolment)
    return attempt


def refuse_rev(rev: Any, *, least: int = 1) -> None:
    """Raises AttemptRefused for what is no number of a change."""
    if isinstance(rev, bool) or not isinstance(rev, int) or not least <= rev < LARGEST_REV:
        raise AttemptRefused(_("This page is out of order. Reload it and try again."), code="invalid_rev")
