"""Production: refuses to start without its secrets."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS, SECRET_KEY, SITE_URL

REQUIRED = {
    "LMS_SECRET_KEY": SECRET_KEY,
    "LMS_FIELD_KEYS": os.environ.get("LMS_FIELD_KEYS"),
    "LMS_HOSTS": ALLOWED_HOSTS,
    "LMS_DATABASE_URL": os.environ.get("LMS_DATABASE_URL"),
}
missing = [name for name, value in REQUIRED.items() if not value]
if missing:
    raise ImproperlyConfigured(
        f"Set these environment variables: {', '.join(missing)}. docs/operating.md explains each."
    )
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("LMS_SITE_URL must start with https://: it is printed on certificates.")

KEYS_MADE_ON_FIRST_USE = False
SECURE_SSL_REDIRECT = True
# A load balancer asks these two over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LMS_TRUSTED_PROXIES", "1"))
EMAIL_HOST = os.environ.get("LMS_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("LMS_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("LMS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LMS_SMTP_PASSWORD", "")
# starttls (port 587), tls (port 465), or none: for a mail server on this machine only.
smtp_security = os.environ.get("LMS_SMTP_SECURITY", "starttls")
if smtp_security not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured("LMS_SMTP_SECURITY is starttls, tls or none.")
EMAIL_USE_TLS = smtp_security == "starttls"
EMAIL_USE_SSL = smtp_security == "tls"
