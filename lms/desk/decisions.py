"""What staff may decide about a place, and how each is asked. The rules themselves are in `courses.domain`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.domain import completion, enrolment
from courses.enums import EnrolmentState as State
from courses.models import Enrolment
from courses.queries.roster import RosterRow


@dataclass(frozen=True)
class Decision:
    """`button` is what staff press, `question` what they are asked before, `told` what they read afterwards."""

    do: Callable[..., Enrolment]
    states: tuple[str, ...]
    button: str | Promise
    question: str | Promise
    told: str | Promise
    ends_place: bool = False


DECISIONS: dict[str, Decision] = {
    "approve": Decision(
        do=enrolment.approve,
        states=(State.PENDING,),
        button=_("Approve"),
        question=_("The person gets a seat, or a place in line when all seats are taken."),
        told=_("Approved: %(name)s."),
    ),
    "reject": Decision(
        do=enrolment.reject,
        states=(State.PENDING,),
        button=_("Do not accept"),
        question=_("The person is told by e-mail, if there is an address. The person can be taken in later."),
        told=_("Not accepted: %(name)s."),
        ends_place=True,
    ),
    "withdraw": Decision(
        do=enrolment.withdraw,
        states=(State.WAITING, State.OFFERED, State.ACTIVE),
        button=_("Withdraw"),
        question=_("The seat goes to the first person in line. Answers and finished lessons are kept."),
        told=_("Withdrawn: %(name)s."),
        ends_place=True,
    ),
    "reopen": Decision(
        do=enrolment.approve,
        states=(State.WITHDRAWN, State.REJECTED, State.EXPIRED, State.NOT_COMPLETED),
        button=_("Take in again"),
        question=_("The person gets a seat, or a place in line when all seats are taken. What was done before counts."),
        told=_("Taken in again: %(name)s."),
    ),
    "complete": Decision(
        do=completion.complete,
        states=(State.ACTIVE,),
        button=_("Mark as completed"),
        question=_("You say that this person has completed the course. This cannot be taken back."),
        told=_("Completed: %(name)s."),
    ),
    "not-complete": Decision(
        do=enrolment.not_complete,
        states=(State.ACTIVE,),
        button=_("Mark as not completed"),
        question=_("The place is closed without a certificate. You can take the person in again."),
        told=_("Closed as not completed: %(name)s."),
        ends_place=True,
    ),
}


def open_decisions(place: RosterRow, *, is_over: bool) -> dict[str, Decision]:
    """Those that make sense for a place as it is now, by name."""
    state = place.enrolment.state
    found = {name: each for name, each in DECISIONS.items() if state in each.states}
    if [missing.kind for missing in place.outstanding] != ["centre"]:
        found.pop("complete", None)
    if not is_over:
        found.pop("not-complete", None)
    return found
