"""Whom and what a person sees and does at the desk: what belongs to the centres where she works, and nothing else."""

from django.db.models import Exists, OuterRef, QuerySet

from certificates.models import Certificate, IssueBatch
from courses.enums import SEATED, EnrolmentState
from courses.models import Cohort, Enrolment
from courses.rules import COUNTER, may_manage
from lms.accounts.models import Centre, User
from lms.accounts.rules import DESK, READERS, Someone, centres_of, has_role, held

__all__ = ["may_manage"]

# A centre took this person in. An application alone does not open her account to its staff.
TAKEN_IN = (*SEATED, EnrolmentState.WAITING, EnrolmentState.NOT_COMPLETED)


def centres(user: Someone) -> QuerySet[Centre]:
    return centres_of(user, *DESK)


def cohorts(user: Someone) -> QuerySet[Cohort]:
    return Cohort.objects.filter(centre__in=centres(user))


def enrolments(user: Someone) -> QuerySet[Enrolment]:
    """Not one's own place at another centre: that is for `/my/`."""
    return Enrolment.objects.filter(cohort__centre__in=centres(user))


def people(user: Someone) -> QuerySet[User]:
    """Whoever has, had or asked for a place at one of the centres."""
    return User.objects.filter(Exists(enrolments(user).filter(person=OuterRef("pk"))))


def certificates(user: Someone) -> QuerySet[Certificate]:
    return Certificate.objects.filter(enrolment__cohort__centre__in=centres(user))


def batches(user: Someone) -> QuerySet[IssueBatch]:
    return IssueBatch.objects.filter(cohort__centre__in=centres(user))


def register(user: Someone) -> QuerySet[Certificate]:
    """What has a number at one's centres; all of it for a role in the whole country."""
    numbered = Certificate.objects.filter(issued_at__isnull=False)
    places = {where for role, where in held(user) if role in READERS}
    if None in places:
        return numbered
    # One centre is asked for by itself: only so does its index give the newest first.
    return numbered.filter(centre=places.pop()) if len(places) == 1 else numbered.filter(centre__in=sorted(places))


def register_centres(user: Someone) -> QuerySet[Centre]:
    return centres_of(user, *READERS)


def may_add_cohorts(user: Someone) -> bool:
    return has_role(user, *COUNTER)


def centre_that_cares(user: Someone, person: User) -> Centre | None:
    """The centre in whose name this user may change the person's account, or None."""
    places = Enrolment.objects.filter(person=person, state__in=TAKEN_IN, cohort__centre=OuterRef("pk"))
    return centres_of(user, *COUNTER).filter(Exists(places)).order_by("pk").first()


def places_at_the_counter(user: Someone) -> set[int | None]:
    """The centres whose cohorts she may change, by their keys; None for all. No query."""
    return {where for role, where in held(user) if role in COUNTER}
