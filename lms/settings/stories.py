"""The browser tests' server: the demo, with English written from right to left as a pseudo locale."""

from .dev import *

LANGUAGES_BIDI = ["en"]
# A browser that is driven types faster than fingers.
SIGNUP_SECONDS = 0
