"""The door of the desk. Roles are asked on every request, so that a role taken away ends at the next click."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

from lms.accounts.rules import may_open_desk


def at_the_desk(view):
    """Sends a stranger to the sign-in and refuses whoever has no role at the desk."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_open_desk(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
