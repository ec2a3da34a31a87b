"""How the states of the record look."""

from django import template

from courses.enums import EnrolmentState as State

register = template.Library()

KINDS = {
    State.ACTIVE: "now",
    State.COMPLETED: "ok",
    State.APPLIED: "wait",
    State.PENDING: "wait",
    State.WAITING: "wait",
    State.OFFERED: "wait",
    State.NOT_COMPLETED: "warn",
}


@register.filter
def state_kind(state: str) -> str:
    """The badge of an enrolment's state."""
    return KINDS.get(State(state), "open")
