from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.rules import APPROVERS
from lms.accounts import audit
from lms.accounts.rules import has_role
from lms.desk.queries.waiting import waiting_for


@require_safe
def waiting(request):
    """What waits for this person's decision."""
    if not has_role(request.user, *APPROVERS):
        raise PermissionDenied
    found = waiting_for(request.user)
    people = [each.certificate.enrolment.person_id for each in found.revocations]
    if people:
        audit.listed(request.user, people, timezone.now(), "desk:waiting")
    return render(request, "desk/waiting.html", {"waiting": found})
