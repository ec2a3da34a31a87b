import os

from lms.settings.base import *  # noqa: F403

SECRET_KEY = "not-secret-only-for-the-tests-0123456789-0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["lms", "lms.jobs", "tests.faults.site", "django.contrib.sessions"]
MIDDLEWARE = []
ROOT_URLCONF = "tests.faults.site.urls"
WSGI_APPLICATION = None
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("FAULTS_SMTP_PORT", "1"))
EMAIL_TIMEOUT = 10
