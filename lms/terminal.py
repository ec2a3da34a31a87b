"""Which language to speak on a terminal."""

import os

from django.conf import settings

CODES = [code for code, _name in settings.LANGUAGES]


def language() -> str:
    """The terminal's own (LC_ALL, LC_MESSAGES, LANG) if we speak it, otherwise English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            code = os.environ[name].split("_")[0].split(".")[0].lower()
            return code if code in CODES else "en"
    return "en"
