"""The pages of the register. Auditors read it too; whoever changes something sits at the desk."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.urls import path

from lms.accounts.rules import may_open_register
from lms.desk import views
from lms.desk.access import at_the_desk
from lms.desk.template_urls import at_the_national_office


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
    ("register/", views.register, "register"),
    ("register/export.<slug:form>", views.export, "export"),
    ("register/<uuid:public_id>/", views.certificate, "certificate"),
    ("revocations/<uuid:public_id>/", views.revocation, "revocation"),
]
changed = [
    ("register/<uuid:public_id>/duplicate/", views.duplicate, "duplicate"),
    ("register/<uuid:public_id>/replace/", views.replace, "replace"),
    ("register/<uuid:public_id>/revoke/", views.revoke, "revoke"),
]
ruled = [
    ("kinds/", views.kinds, "kinds"),
    ("templates/courses/", views.awards, "awards"),
    ("templates/courses/<uuid:public_id>/", views.course_awards, "course_awards"),
]
urlpatterns = [
    *guarded_by(at_the_register, read),
    *guarded_by(at_the_desk, changed),
    *guarded_by(at_the_national_office, ruled),
]
