from django.utils import timezone

from courses.domain import attempt, completion
from courses.models import Enrolment
from lms.jobs import every, register


@every("courses.close_overdue", minutes=1)
def close_overdue() -> None:
    """Hands in the attempts whose time is over; what was saved before counts."""
    attempt.close_overdue(timezone.now())


@register("courses.settle")
def settle(*, enrolment_id: int) -> None:
    """Completes a place of somebody who had done everything before she got it."""
    completion.settle(Enrolment(pk=enrolment_id), now=timezone.now())
