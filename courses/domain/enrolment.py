"""Places in a cohort. Every change of an enrolment's state goes through `move`.

What takes or frees a seat happens under the lock of the cohort's row; the rest under the enrolment's own. Locks are
taken in one order everywhere: cohort, enrolment, attempt. Nobody waits while a seat is free: whoever frees a
seat gives it to the first in line in the same transaction.
"""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses import emails
from courses.enums import COMING, SEATED, EnrolmentMode
from courses.enums import EnrolmentState as State
from courses.exceptions import EnrolmentRefused
from courses.models import Cohort, Enrolment
from lms.accounts import audit
from lms.accounts.models import User
from lms.jobs import enqueue

OPENING = {State.PENDING, State.WAITING, State.ACTIVE}
MOVES: dict[str, set[State]] = {
    State.APPLIED: {State.PENDING, State.REJECTED, State.WITHDRAWN},
    State.PENDING: {State.ACTIVE, State.WAITING, State.REJECTED, State.WITHDRAWN},
    State.WAITING: {State.ACTIVE, State.OFFERED, State.REJECTED, State.WITHDRAWN},
    State.OFFERED: {State.ACTIVE, State.EXPIRED, State.WITHDRAWN},
    State.ACTIVE: {State.COMPLETED, State.NOT_COMPLETED, State.WITHDRAWN},
    State.COMPLETED: set(),
    State.NOT_COMPLETED: {State.ACTIVE},
    State.WITHDRAWN: OPENING,
    State.REJECTED: OPENING,
    State.EXPIRED: OPENING,
}
# A person may come back by herself from these; from the others staff bring her back.
LEFT = (State.WITHDRAWN, State.EXPIRED)
LETTERS = {
    State.ACTIVE: "confirmed",
    State.WAITING: "waiting",
    State.PENDING: "pending",
    State.REJECTED: "rejected",
    State.COMPLETED: "completed",
}


def enrol(cohort: Cohort, *, person: User, actor: User, now: datetime) -> Enrolment:
    """A person's place: active, pending approval or in line. May be called twice: an existing place is returned as it is.

    Whoever enrols somebody else is staff: neither the enrolment dates nor the cohort's mode bind them.
    Raises EnrolmentRefused when the cohort is closed, over or cancelled.
    """
    existing = Enrolment.objects.filter(cohort=cohort, person=person).exclude(state__in=LEFT).first()
    if existing:
        return existing
    with transaction.atomic():
        cohort = locked(cohort)
        enrolment = Enrolment.objects.select_for_update().filter(cohort=cohort, person=person).first()
        if enrolment and enrolment.state not in LEFT:
            return enrolment
        by_staff = actor.pk != person.pk
        refuse_closed(cohort, by_staff=by_staff, now=now)
        enrolment = enrolment or Enrolment(cohort=cohort, person=person, created_at=now, changed_at=now)
        if cohort.mode == EnrolmentMode.APPROVAL and not by_staff:
            return move(enrolment, State.PENDING, actor=actor, now=now)
        return place(enrolment, actor=actor, now=now)


def approve(enrolment: Enrolment, *, actor: User, now: datetime) -> Enrolment:
    """Staff let somebody in: to a seat, or to the end of the line. Somebody who is in already stays as she is."""
    with transaction.atomic():
        enrolment = locked_with_cohort(enrolment)
        if enrolment.state in (*SEATED, State.WAITING):
            return enrolment
        refuse_over(enrolment.cohort, now=now)
        return place(enrolment, actor=actor, now=now)


def reject(enrolment: Enrolment, *, actor: User, now: datetime) -> Enrolment:
    with transaction.atomic():
        enrolment = locked_with_cohort(enrolment)
        if enrolment.state == State.REJECTED:
            return enrolment
        return move(enrolment, State.REJECTED, actor=actor, now=now)


def withdraw(enrolment: Enrolment, *, actor: User, now: datetime) -> Enrolment:
    """Gives the place up; the seat goes to the first in line. Twice is once. A completed course is never given up."""
    with transaction.atomic():
        enrolment = locked_with_cohort(enrolment)
        if enrolment.state == State.WITHDRAWN:
            return enrolment
        if enrolment.state == State.COMPLETED:
            raise EnrolmentRefused(
                _("This course is completed. The result and the certificate stay."), code="completed"
            )
        move(enrolment, State.WITHDRAWN, actor=actor, now=now)
        promote(enrolment.cohort, now=now)
        return enrolment


def not_complete(enrolment: Enrolment, *, actor: User, now: datetime) -> Enrolment:
    """Staff close a place whose course was not completed in time. `approve` opens it again."""
    with transaction.atomic():
        enrolment = locked_with_cohort(enrolment)
        if enrolment.state == State.NOT_COMPLETED:
            return enrolment
        move(enrolment, State.NOT_COMPLETED, actor=actor, now=now)
        promote(enrolment.cohort, now=now)
        return enrolment


def promote(cohort: Cohort, *, now: datetime) -> list[Enrolment]:
    """Gives free seats to those in line, first come, first served. The caller holds the cohort's lock.

    A cohort that is cancelled or over takes nobody.
    """
    promoted: list[Enrolment] = []
    if cohort.is_cancelled or today(now) > cohort.ends_on:
        return promoted
    for enrolment in line(cohort).select_related("person"):
        if not take_seat(cohort):
            break
        enrolment.cohort = cohort
        promoted.append(move(enrolment, State.ACTIVE, actor=None, now=now, has_seat=True, letter="promoted"))
    return promoted


def tell_cancelled(cohort: Cohort) -> None:
    """Writes to everybody who has a place in a cohort that will not take place, or hopes for one."""
    for enrolment in Enrolment.objects.filter(cohort=cohort, state__in=COMING).select_related("person"):
        enrolment.cohort = cohort
        emails.send("cancelled", enrolment)


def line(cohort: Cohort):
    """Those who wait, in the order in which they joined."""
    return Enrolment.objects.filter(cohort=cohort, state=State.WAITING).order_by("place_in_line")


def place(enrolment: Enrolment, *, actor: User | None, now: datetime) -> Enrolment:
    """To a seat if one is free, else to the end of the line. The caller holds the cohort's lock."""
    if take_seat(enrolment.cohort):
        return move(enrolment, State.ACTIVE, actor=actor, now=now, has_seat=True)
    return move(enrolment, State.WAITING, actor=actor, now=now)


def move(
    enrolment: Enrolment,
    to: State,
    *,
    actor: User | None,
    now: datetime,
    has_seat: bool = False,
    letter: str = "",
    **facts,
) -> Enrolment:
    """The one transition of an enrolment's state: checks it, keeps the seats counted, writes the audit row and the letter.

    `facts` are further columns to set. `has_seat` says that the caller has taken the seat. Raises EnrolmentRefused for a
    transition that does not exist.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An enrolment moves inside a transaction that holds its lock.")
    came_from = enrolment.state if enrolment.pk else ""
    if came_from and to not in MOVES[came_from]:
        raise EnrolmentRefused(
            _("This is no longer possible. Reload the page to see the present state."), code="moved_on"
        )
    count_seat(enrolment.cohort, before=came_from, after=to, has_seat=has_seat)
    enrolment.state = to
    enrolment.changed_at = now
    enrolment.place_in_line = next_in_line(enrolment.cohort) if to == State.WAITING else None
    if to == State.ACTIVE:
        enrolment.rule = enrolment.cohort.rule or enrolment.cohort.course.rule
    for column, fact in facts.items():
        setattr(enrolment, column, fact)
    enrolment.save()
    if to == State.ACTIVE:
        # She may have done everything already: the lessons are open to all, and a place that was closed can be opened again.
        enqueue("courses.settle", enrolment_id=enrolment.pk)
    audit.record(
        f"enrolment.{to}",
        actor=actor,
        now=now,
        person=enrolment.person,
        centre=enrolment.cohort.centre,
        obj=enrolment,
        came_from=came_from,
    )
    if letter := letter or LETTERS.get(to, ""):
        emails.send(letter, enrolment)
    return enrolment


def count_seat(cohort: Cohort, *, before: str, after: str, has_seat: bool) -> None:
    """Takes or gives back a seat where the move asks for it. Raises EnrolmentRefused when there is none."""
    if after in SEATED and before not in SEATED and not has_seat and not take_seat(cohort):
        raise EnrolmentRefused(_("All places are taken."), code="full")
    if before in SEATED and after not in SEATED:
        Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") - 1)


def take_seat(cohort: Cohort) -> bool:
    """One conditional UPDATE: whatever else happens, no seat is given twice."""
    return bool(Cohort.objects.filter(pk=cohort.pk, taken__lt=F("seats")).update(taken=F("taken") + 1))


def next_in_line(cohort: Cohort) -> int:
    """A number of the waiting line, never given out before: no clock decides who came first."""
    Cohort.objects.filter(pk=cohort.pk).update(queued=F("queued") + 1)
    return Cohort.objects.values_list("queued", flat=True).get(pk=cohort.pk)


def locked(cohort: Cohort) -> Cohort:
    """The cohort as it is now; other transactions that lock it wait for this one to end."""
    return Cohort.objects.select_for_update(of=("self",)).select_related("course", "centre").get(pk=cohort.pk)


def locked_with_cohort(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it is now, under its cohort's lock and its own."""
    cohort = locked(Cohort(pk=enrolment.cohort_id))
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    enrolment.cohort = cohort
    return enrolment


def today(now: datetime) -> date:
    """The date on the wall at that moment."""
    return timezone.localdate(now)


def refuse_closed(cohort: Cohort, *, by_staff: bool, now: datetime) -> None:
    """Raises EnrolmentRefused with the date or the reason."""
    refuse_over(cohort, now=now)
    if by_staff:
        return
    if cohort.mode == EnrolmentMode.STAFF:
        raise EnrolmentRefused(_("The centre enrols people for this course. Please ask there."), code="by_staff")
    if cohort.enrol_from and today(now) < cohort.enrol_from:
        opens = _("Enrolment opens on %(date)s.") % {"date": date_format(cohort.enrol_from)}
        raise EnrolmentRefused(opens, code="not_open_yet")
    if today(now) > cohort.last_day_to_enrol():
        closed = _("Enrolment closed on %(date)s.") % {"date": date_format(cohort.last_day_to_enrol())}
        raise EnrolmentRefused(closed, code="closed")


def closed(cohort: Cohort, *, now: datetime) -> EnrolmentRefused | None:
    """Why a person could not enrol by herself now, for a page that says so before the button is pressed."""
    try:
        refuse_closed(cohort, by_staff=False, now=now)
    except EnrolmentRefused as refusal:
        return refusal
    return None


def refuse_over(cohort: Cohort, *, now: datetime) -> None:
    if cohort.is_cancelled or not cohort.course.is_active:
        raise EnrolmentRefused(_("This course will not take place."), code="cancelled")
    if today(now) > cohort.ends_on:
        ended = _("This course ended on %(date)s.") % {"date": date_format(cohort.ends_on)}
        raise EnrolmentRefused(ended, code="over")


def refuse_fewer_seats(cohort: Cohort, seats: int) -> None:
    """Raises EnrolmentRefused with the number of places that are taken."""
    if seats < cohort.taken:
        sentence = ngettext(
            "%(taken)d place is taken. Keep at least as many seats.",
            "%(taken)d places are taken. Keep at least as many seats.",
            cohort.taken,
        )
        raise EnrolmentRefused(sentence % {"taken": cohort.taken}, code="seats_taken", field="seats")
