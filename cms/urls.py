"""Content under the language's prefix; the last pattern is Wagtail's and takes every address that is left."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from . import views

urlpatterns = [
    path("lesson/<uuid:public_id>/", views.lesson, name="lesson"),
    re_path(r"^((?:[\w-]+/)*)$", views.page, name="page"),
    path("", include(wagtail_urls)),
]
