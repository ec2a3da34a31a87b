"""What every installation shares. What differs comes from the environment; `docs/operating.md` lists it."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_INLINE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("LMS_VAR", BASE_DIR / "var"))

DEBUG = False
DEMO = False
SECRET_KEY = os.environ.get("LMS_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("LMS_HOSTS", "").split()
# The address that is printed on certificates and in letters; no trailing slash.
SITE_URL = os.environ.get("LMS_SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = "Training Center"

INSTALLED_APPS = [
    "lms",
    "lms.jobs",
    "lms.accounts",
    "courses",
    "certificates",
    "lms.desk",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "cms.middleware.PageCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.accounts.middleware.UsualMethods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.accounts.middleware.StaffGate",
    "lms.middleware.PrivacyMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
FORM_RENDERER = "lms.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lms.context.site",
            ],
            "builtins": ["lms.ui"],
        },
    },
]

# --- Database: SQLite with every writer queueing at BEGIN, or PostgreSQL at READ COMMITTED -----------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """The DATABASES entry for a database address, with the options that the concurrency rules rely on."""
    found: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = dict(SQLITE_OPTIONS)
    elif found["ENGINE"] == "django.db.backends.postgresql":
        # 2 is READ COMMITTED, as psycopg numbers it: whatever the server was told, each transaction begins there.
        found["OPTIONS"] = {**found.get("OPTIONS", {}), "isolation_level": 2}
    return found


DATABASES = {"default": database(os.environ.get("LMS_DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and background work: nothing to install by default, Redis or RabbitMQ by one setting each ---------------------
# "default" must be shared by all processes (limits and used codes live there); "pages" holds finished anonymous pages.
REDIS_URL = os.environ.get("LMS_REDIS_URL", "")
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    REDIS: dict[str, Any] = {
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "health_check_interval": 30},
    }
    CACHES = {
        "default": {"BACKEND": "lms.caches.Shared", **REDIS},
        "pages": {"BACKEND": "lms.caches.Shelf", "KEY_PREFIX": "pages", **REDIS},
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lms_cache"},
        "pages": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "pages",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
    }
# Which sizes of an image exist: known again in every process, so that a page of images asks the database once.
CACHES["renditions"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "renditions",
    "TIMEOUT": 600,
}
BROKER_URL = os.environ.get("LMS_BROKER_URL", "")
# A job whose worker has not been heard of for so many seconds is given to another.
JOBS_LEASE = float(os.environ.get("LMS_JOBS_LEASE", "30"))
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"

# --- Languages -----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "az"
LANGUAGES = [("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Asia/Baku"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# --- People --------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.Backend"]
PASSWORD_HASHERS = ["lms.accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "lms.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
# Staff sit at shared counters: their sessions end sooner than a learner's.
STAFF_SESSION_SECONDS = 12 * 3600
STAFF_IDLE_SECONDS = 30 * 60
# Nobody fills in a sign-up faster than this.
SIGNUP_SECONDS = 2

ACCOUNT_ADAPTER = "lms.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.accounts.forms.LoginForm",
    "signup": "lms.accounts.forms.SignupForm",
    "request_login_code": "lms.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "lms.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "lms.accounts.forms.ConfirmEmailCodeForm",
    "confirm_password_reset_code": "lms.accounts.forms.ConfirmResetCodeForm",
    "add_email": "lms.accounts.forms.AddEmailForm",
    "set_password": "lms.accounts.forms.SetPasswordForm",
    "change_password": "lms.accounts.forms.ChangePasswordForm",
    "reset_password": "lms.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "lms.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "lms.accounts.forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Six digits: every keyboard has them. Three tries each, ten minutes, and the limits below on how many codes there are.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = (
    600
)
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
# A classroom of thirty sits behind one address: limits by address are wide, limits by account stay narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "120/m/ip",
    "request_login_code": "300/m/ip,3/m/key,10/h/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "claim": "60/m/ip",
}
MFA_ADAPTER = "lms.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "lms.accounts.forms.AuthenticateForm",
    "reauthenticate": "lms.accounts.forms.ReauthenticateForm",
    "activate_totp": "lms.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "lms.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "lms.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# One step of 30 seconds to either side; `lms.accounts.forms` sees to it that each code still works once.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = SITE_NAME
ACCOUNT_USER_DISPLAY = "lms.accounts.adapters.show_name"
# Encrypt second factors at rest. Several keys, separated by spaces: the first encrypts, the others still decrypt.
FIELD_KEYS = os.environ.get("LMS_FIELD_KEYS", "").split() or [SECRET_KEY]

# --- Keys of certificates: the private halves lie in a folder of their own, outside the database and the media -----------
KEYS_DIR = Path(os.environ.get("LMS_KEYS", VAR_DIR / "keys"))
# The first key makes itself. In production a person makes it, knowing where it lies.
KEYS_MADE_ON_FIRST_USE = True
# A class with the methods of `certificates.seals.Seal`; empty: papers are not sealed.
SEAL = os.environ.get("LMS_SEAL", "certificates.signing.LocalSeal")

# --- Files ---------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "lms.storage.WholeFiles", "OPTIONS": {"location": VAR_DIR / "private"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail: always through the outbox; the delivery behind it is a setting ---------------------------------------------------
EMAIL_BACKEND = "lms.jobs.mail.OutboxBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("LMS_MAIL_FROM", "Training Center <noreply@localhost>")
EMAIL_TIMEOUT = 20

# --- Headers -------------------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
# Where a film plays, after the reader pressed play: `cms.video` knows the same two.
FRAME_SOURCES = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": FRAME_SOURCES,
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
# Wagtail's page editor still has inline scripts and styles (no nonces in 7.4): allowed under /cms/ and nowhere else.
CMS_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
    "frame-src": [SELF, *FRAME_SOURCES],
}

# --- Wagtail ---------------------------------------------------------------------------------------------------------------
# A signed-in learner's lesson page from a shell in memory (`cms.fast`); without it Wagtail serves the same page.
LESSON_FAST_PATH = True
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ru", "Русский")]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = True
# Addresses that can be typed on any keyboard; the editor writes Azerbaijani and Russian titles in Latin letters.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp3", "odt", "ogg", "pdf", "pptx", "txt", "vtt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.DocumentForm"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TAGGIT_CASE_INSENSITIVE = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
