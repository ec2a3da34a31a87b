"""The pages of the national office: templates, kinds and courses of certificates."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import path

from certificates.rules import may_edit_templates
from lms.desk import views
from lms.desk.access import at_the_desk
from lms.desk.views import kinds


def at_the_national_office(view):
    @at_the_desk
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_edit_templates(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


pages = [
    ("templates/", views.templates, "templates"),
    ("templates/<uuid:public_id>/", views.template, "template"),
    ("templates/<uuid:public_id>/preview.pdf", views.template_preview, "template_preview"),
    ("templates/courses/", kinds.awards, "awards"),
    ("templates/courses/<uuid:public_id>/", kinds.course_awards, "course_awards"),
    ("kinds/", kinds.kinds, "kinds"),
]
urlpatterns = [path(route, at_the_national_office(view), name=name) for route, view, name in pages]
