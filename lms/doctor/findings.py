from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings


class Level(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line of the report; `mend` says what to do, unless all is well."""

    level: Level
    sentence: str
    mend: str = ""


def ok(sentence: str) -> Finding:
    return Finding(Level.OK, sentence)


def warn(sentence: str, mend: str) -> Finding:
    return Finding(Level.WARN, sentence, mend)


def fail(sentence: str, mend: str) -> Finding:
    return Finding(Level.FAIL, sentence, mend)


def unfit_for_people(sentence: str, mend: str) -> Finding:
    """What a demo may do and a real installation must not."""
    return warn(sentence, mend) if settings.DEMO else fail(sentence, mend)
