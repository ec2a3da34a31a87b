"""Content under the language's prefix; the last pattern is Wagtail's and takes every address that is left."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("", include(wagtail_urls)),
]
