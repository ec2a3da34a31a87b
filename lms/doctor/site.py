"""Settings that decide who may come in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .findings import Finding, fail, ok, unfit_for_people, warn

# As Django's own check security.W009.
KEY_LENGTH = 50
KEY_CHARACTERS = 5


def mode() -> Iterator[Finding]:
    if settings.DEBUG:
        mend = _("Unset LMS_DEBUG, or use the settings lms.settings.production.")
        yield unfit_for_people(_("Error pages show the code and its settings (DEBUG)."), mend)
    elif settings.DEMO:
        mend = _("For real people set DJANGO_SETTINGS_MODULE=lms.settings.production.")
        yield warn(_("This is the demo: everybody can read its letters and knows its passwords."), mend)
    else:
        yield ok(_("Error pages keep the code to themselves."))


def hosts() -> Iterator[Finding]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not settings.ALLOWED_HOSTS:
        yield fail(_("No host name is allowed: every page is refused."), _("Set LMS_HOSTS to the names of this site."))
    elif "*" in settings.ALLOWED_HOSTS:
        mend = _("Set LMS_HOSTS to the names of this site.")
        yield unfit_for_people(_("Any host name is accepted, so a letter may carry a stranger's link."), mend)
    elif not any(host == name or (name.startswith(".") and host.endswith(name)) for name in settings.ALLOWED_HOSTS):
        named = {"host": host}
        sentence = _("The address printed on certificates (%(host)s) is not among the allowed host names.")
        yield fail(sentence % named, _("Add it to LMS_HOSTS, or correct LMS_SITE_URL."))
    else:
        yield ok(_("The host names are set."))


def keys() -> Iterator[Finding]:
    weak = [name for name, key in secrets() if is_weak(key)]
    mend = _("Set a random one of 50 characters or more and keep it secret.")
    for name in weak:
        yield unfit_for_people(_("The key %(name)s is short or publicly known.") % {"name": name}, mend)
    if settings.SECRET_KEY in settings.FIELD_KEYS:
        sentence = _("Sessions and stored secrets share one key, so neither can be changed alone.")
        yield unfit_for_people(sentence, _("Set LMS_FIELD_KEYS to a key of its own."))
    elif not weak:
        yield ok(_("The keys are strong."))


def secrets() -> list[tuple[str, str]]:
    return [("LMS_SECRET_KEY", settings.SECRET_KEY), *(("LMS_FIELD_KEYS", key) for key in settings.FIELD_KEYS)]


def is_weak(key: str) -> bool:
    known = key.startswith(("not-secret", "django-insecure-"))
    return known or len(key) < KEY_LENGTH or len(set(key)) < KEY_CHARACTERS
