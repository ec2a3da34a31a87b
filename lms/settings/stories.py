"""The browser tests' server: the demo, with English written from right to left as a pseudo locale."""

from .dev import *

LANGUAGES_BIDI = ["en"]
