"""What every page may show without asking the database."""

from django.conf import settings
from django.utils.translation import get_language


def site(request) -> dict:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "DEMO": settings.DEMO,
        "LANG": get_language() or settings.LANGUAGE_CODE,
    }
