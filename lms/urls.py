"""The addresses. Those printed on paper or used by scripts stay for ever: see `docs/architecture.md`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.utils.translation import get_language
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms import health
from lms.accounts.views import cms_door

handler500 = "lms.failing.failed"


def front(request):
    """The bare address goes to the home page in the visitor's language."""
    return redirect(f"/{get_language()}/")


def not_found(request):
    raise Http404


handler429 = "lms.accounts.views.too_many"
urlpatterns = [
    path("", front, name="front"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("lms.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("desk/", include("lms.desk.urls")),
    path("cms/login/", cms_door),
    # Wagtail's own lists of people and groups: nobody's business in the authors' admin, not even a superuser's.
    re_path(r"^cms/(?:users|groups)/", not_found),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("lms.jobs.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
]
if settings.DEMO:
    # Elsewhere the web server in front hands out uploaded files.
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
urlpatterns += i18n_patterns(path("", include("cms.urls")), prefix_default_language=True)
