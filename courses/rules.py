"""Who may see which part of the record. One declaration gives the lists and the check of a single row."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from courses.models import Attempt, Cohort, Enrolment
from lms.accounts.enums import Role
from lms.accounts.rules import Someone, centres_of, may_author

# Who works with the people of a centre; held nationally, with those of all.
STAFF = (Role.CENTRE_STAFF, Role.APPROVER, Role.NATIONAL_ADMIN, Role.AUDITOR)
# Who changes enrolments and cohorts; an auditor and an approver only look.
COUNTER = (Role.CENTRE_STAFF, Role.NATIONAL_ADMIN)

Row = TypeVar("Row", bound=Model)


def cohorts(user: Someone) -> Q:
    """Those of the centres where the user works."""
    return Q(centre__in=centres_of(user, *STAFF))


def enrolments(user: Someone) -> Q:
    """One's own, and those of the centres where the user works."""
    return Q(person=user.pk) | Q(cohort__centre__in=centres_of(user, *STAFF))


def attempts(user: Someone) -> Q:
    """One's own, and those of the centres where the user works."""
    return Q(enrolment__person=user.pk) | Q(enrolment__cohort__centre__in=centres_of(user, *STAFF))


VISIBLE: dict[type[Model], Callable[[Someone], Q]] = {Cohort: cohorts, Enrolment: enrolments, Attempt: attempts}


def visible_to(user: Someone, model: type[Row]) -> QuerySet[Row]:
    """The rows of a model that this user may see: none for a stranger."""
    if not user.is_authenticated:
        return model._default_manager.none()
    return model._default_manager.filter(VISIBLE[model](user))


def may_see(user: Someone, row: Model) -> bool:
    return visible_to(user, type(row)).filter(pk=row.pk).exists()


def may_manage(user: Someone, cohort: Cohort) -> bool:
    """Works at the counter of the cohort's centre."""
    return user.is_authenticated and centres_of(user, *COUNTER).filter(pk=cohort.centre_id).exists()


def may_preview(user: Someone) -> bool:
    return user.is_authenticated and may_author(user)
