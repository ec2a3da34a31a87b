"""Which language a page speaks, and what may be kept of it."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import check_for_language, get_language_from_path, get_supported_language_variant

from lms.accounts.domain import set_language


def supported(code: str | None) -> str | None:
    """The site's own code for a language that a person or a browser asked for, or None."""
    if not code or not check_for_language(code):
        return None
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return None


def has_session(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def clicked_here(request) -> bool:
    """A choice made on a page of ours. An address on paper or on another site changes nobody's letters."""
    return request.method == "POST" or request.headers.get("Sec-Fetch-Site") == "same-origin"


def is_for_programs(response) -> bool:
    """An answer that every site may read, without cookies."""
    return response.headers.get("Access-Control-Allow-Origin") == "*"


class LanguageMiddleware:
    """The address decides (`/ru/...`); elsewhere `?lang=`, then the cookie, then the person, then the browser, then the default.

    `?lang=` is remembered in a cookie, so that content pages can be cached whole and still hand their language on; the
    letters to a person who is signed in follow it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        prefix = get_language_from_path(request.path_info)
        asked = None if prefix else supported(request.GET.get("lang"))
        language = prefix or asked or self.remembered(request) or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if is_for_programs(response):
            return response
        if not prefix:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                secure=settings.LANGUAGE_COOKIE_SECURE,
            )
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen and clicked_here(request) and has_session(request) and request.user.is_authenticated:
            set_language(request.user, chosen.value)
        return response

    def remembered(self, request) -> str | None:
        """A cookie is newer than the profile: it is what was chosen on this device."""
        cookie = supported(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        if cookie:
            return cookie
        known = has_session(request) and request.user.is_authenticated
        return supported(request.user.language) if known else None


class PrivacyMiddleware:
    """A page made for one person is never kept by anybody; the authors' pages get their own content policy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        if request.path_info.startswith("/cms/"):
            response._csp_replace = settings.CMS_CONTENT_SECURITY_POLICY
        return response
