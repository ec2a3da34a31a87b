"""The tests' settings. `LMS_DATABASE_URL` chooses PostgreSQL; otherwise a SQLite file, because WAL needs a file."""

import os
import tempfile
from pathlib import Path

from .base import *
from .base import CACHES, DATABASES, STORAGES

DEMO = True
SECRET_KEY = "not-secret-only-for-the-tests-0123456789-0123456789"  # noqa: S105
FIELD_KEYS = [SECRET_KEY]
SIGNUP_SECONDS = 0
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SITE_URL = "http://testserver"

SCRATCH = Path(tempfile.mkdtemp(prefix="lms-test-"))
VAR_DIR = SCRATCH
KEYS_DIR = SCRATCH / "keys"
MEDIA_ROOT = SCRATCH / "media"
STORAGES = STORAGES | {
    "private": {"BACKEND": "lms.storage.WholeFiles", "OPTIONS": {"location": SCRATCH / "private"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A live server's thread must not keep a connection to a database that is about to be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = SCRATCH / "unused.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
elif migrated := os.environ.get("LMS_TEST_MIGRATED_NAME"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": migrated}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# A fast hasher for rows the tests make; the real parameters have a test of their own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "lms.accounts.hashers.Argon2"]
WHITENOISE_AUTOREFRESH = True
