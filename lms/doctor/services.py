"""What runs beside us: cache, broker, mail server."""

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from lms.health import cache_keeps

from .findings import Finding, fail, ok, unfit_for_people

PATIENCE = 5
OUTBOX = "lms.jobs.mail.OutboxBackend"
# Mail that goes nowhere or into a file.
NO_DELIVERY = ("dummy", "console", "locmem", "filebased")
NOT_SHARED = ("locmem", "dummy")


def cache() -> Iterator[Finding]:
    backend = settings.CACHES["default"]["BACKEND"]
    if any(part in backend for part in NOT_SHARED):
        sentence = _("Each process has a cache of its own, so limits on sign-in attempts can be passed by.")
        yield unfit_for_people(sentence, _("Set LMS_REDIS_URL, or use the database cache."))
    try:
        keeps = cache_keeps()
    except Exception as error:
        sentence = _("The cache does not answer (%(error)s).") % {"error": type(error).__name__}
        yield fail(sentence, _("Check LMS_REDIS_URL, or run: python manage.py createcachetable"))
        return
    if keeps:
        yield ok(_("The cache answers."))
    elif "dummy" not in backend:
        yield fail(_("The cache forgets at once."), _("Give it more memory, or look at its log."))


def broker() -> Iterator[Finding]:
    if not settings.BROKER_URL:
        yield ok(_("Background work needs no broker here: the worker polls the database."))
        return
    from lms.celery import app  # noqa: PLC0415 - only where there is a broker

    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=PATIENCE)
    except Exception as error:
        sentence = _("The broker does not answer (%(error)s); work is delayed, not lost.") % {
            "error": type(error).__name__
        }
        yield fail(sentence, _("Start it and check LMS_BROKER_URL, or run meanwhile: python manage.py worker"))
    else:
        yield ok(_("The broker answers."))


def mail() -> Iterator[Finding]:
    if settings.EMAIL_BACKEND != OUTBOX:
        mend = _("Set EMAIL_BACKEND to %(backend)s.") % {"backend": OUTBOX}
        yield unfit_for_people(_("Letters bypass the outbox: one sent before an error cannot be called back."), mend)
    if any(f".{part}." in settings.MAIL_DELIVERY_BACKEND for part in NO_DELIVERY):
        mend = _("Set MAIL_DELIVERY_BACKEND and LMS_SMTP_HOST.")
        yield unfit_for_people(_("Letters are kept here and delivered to nobody."), mend)
    else:
        yield mail_server()


def mail_server() -> Finding:
    """Goes as far as signing in there: a wrong password or certificate would otherwise be found by the first learner."""
    named = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    delivery = get_connection(settings.MAIL_DELIVERY_BACKEND, timeout=PATIENCE)
    try:
        try:
            delivery.open()
        finally:
            delivery.close()
    except (smtplib.SMTPException, ssl.SSLError) as error:
        named["error"] = type(error).__name__
        sentence = _("The mail server %(host)s:%(port)s does not take us (%(error)s): nobody gets a sign-in code.")
        return fail(sentence % named, _("Check LMS_SMTP_USER, LMS_SMTP_PASSWORD and LMS_SMTP_SECURITY."))
    except OSError:
        sentence = _("The mail server %(host)s:%(port)s does not answer: nobody gets a sign-in code.") % named
        return fail(sentence, _("Check LMS_SMTP_HOST and LMS_SMTP_PORT, and the firewall."))
    return ok(_("The mail server %(host)s:%(port)s answers.") % named)
