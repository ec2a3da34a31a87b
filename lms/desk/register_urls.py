"""The pages of the register. Auditors read it too; whoever changes something sits at the desk."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.urls import path

from lms.accounts.rules import may_open_register
from lms.desk.access import at_the_desk
from lms.desk.views import papers, register


def at_the_register(view):
    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_open_register(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def guarded_by(guard, pages):
    return [path(route, guard(view), name=name) for route, view, name in pages]


read = [
    ("register/", register.register, "register"),
    ("register/export.csv", register.export_csv, "export_csv"),
    ("register/export.xlsx", register.export_xlsx, "export_xlsx"),
    ("register/<uuid:public_id>/", papers.certificate, "certificate"),
    ("revocations/<uuid:public_id>/", papers.revocation, "revocation"),
]
changed = [
    ("register/<uuid:public_id>/duplicate/", papers.duplicate, "duplicate"),
    ("register/<uuid:public_id>/replace/", papers.replace, "replace"),
    ("register/<uuid:public_id>/revoke/", papers.revoke, "revoke"),
]
urlpatterns = [*guarded_by(at_the_register, read), *guarded_by(at_the_desk, changed)]
