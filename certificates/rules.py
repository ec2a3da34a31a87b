"""Who may issue, see and download a certificate."""

from django.db.models import Q, QuerySet

from certificates.enums import BatchState
from certificates.models import Certificate, IssueBatch, Revocation
from lms.accounts.enums import Role
from lms.accounts.rules import centres_of, has_role

APPROVERS = (Role.APPROVER, Role.NATIONAL_ADMIN)


def may_issue(user, cohort) -> bool:
    return has_role(user, Role.CENTRE_STAFF, Role.NATIONAL_ADMIN, centre=cohort.centre)


def may_approve(user, cohort) -> bool:
    """The approver of the centre, or of the whole country where the centre has none.

    Never whoever asked, nor who would hold it: see `domain`.
    """
    return has_role(user, *APPROVERS, centre=cohort.centre)


def batches_to_decide(user) -> QuerySet[IssueBatch]:
    """Which wait for an approval that this user may give."""
    waiting = IssueBatch.objects.filter(state=BatchState.AWAITING).exclude(requested_by=user)
    waiting = waiting.exclude(rows__enrolment__person=user)
    return waiting.filter(cohort__centre__in=centres_of(user, *APPROVERS))


def revocations_to_decide(user) -> QuerySet[Revocation]:
    """Which wait for a second person, and she is one."""
    waiting = Revocation.objects.filter(agreed__isnull=True).exclude(requested_by=user)
    waiting = waiting.exclude(certificate__enrolment__person=user)
    return waiting.filter(certificate__enrolment__cohort__centre__in=centres_of(user, *APPROVERS))


def may_decide(user, revocation: Revocation) -> bool:
    """The same of one, for whoever has its certificate in hand. No query but those of her roles."""
    enrolment = revocation.certificate.enrolment
    return user.pk not in (revocation.requested_by_id, enrolment.person_id) and may_approve(user, enrolment.cohort)


def may_set_rules(user) -> bool:
    return has_role(user, Role.NATIONAL_ADMIN)


def may_edit_templates(user) -> bool:
    return has_role(user, Role.NATIONAL_ADMIN)


def visible_to(user) -> QuerySet[Certificate]:
    """One's own; for staff those of their centres; for the national office all."""
    if has_role(user, Role.NATIONAL_ADMIN, Role.AUDITOR):
        return Certificate.objects.all()
    own = Q(enrolment__person=user)
    return Certificate.objects.filter(own | Q(series__centre__in=centres_of(user, Role.CENTRE_STAFF, Role.APPROVER)))
