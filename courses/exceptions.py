"""Why a change may not happen now. Each carries the sentence for the person."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.refusals import Refusal


class EnrolmentRefused(Refusal):
    """Enrolling, approving or withdrawing may not happen now."""


class AttemptRefused(Refusal):
    """Starting, answering or handing in may not happen now."""


class AuthoringRefused(Refusal):
    """A course, item or cohort may not be changed like this now."""


class InvalidResponse(Refusal):
    """What arrived is no answer to this question."""

    def __init__(self, sentence: str | Promise | None = None):
        super().__init__(sentence or _("This is not an answer to this question."), code="invalid_response")


class StaleResponse(Refusal):
    """A newer answer is already stored; `rev` and `value` are what is kept."""

    def __init__(self, *, rev: int, value: dict[str, Any]):
        super().__init__(_("A newer answer was saved on another device or page. We kept that one."), code="stale")
        self.rev = rev
        self.value = value
