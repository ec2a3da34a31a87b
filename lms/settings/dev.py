"""A developer's machine, and the base of the demo: SQLite, no services, everything below `var/`."""

import os

from .base import *
from .base import VAR_DIR

DEBUG = os.environ.get("LMS_DEBUG", "") == "1"
DEMO = True
SECRET_KEY = "not-secret-only-for-a-developers-own-machine-0123456789"  # noqa: S105
FIELD_KEYS = [SECRET_KEY]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
VAR_DIR.mkdir(parents=True, exist_ok=True)
