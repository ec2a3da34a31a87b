"""Programs for the processes of `test_keeping.py`: `python -m tests.faults.keeping share 8`. They print JSON."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from certificates import domain
from certificates.enums import KeyPurpose, KeyState
from certificates.models import Certificate, Share, SigningKey
from courses.models import Cohort
from lms.accounts.models import AuditEvent
from tests.conftest import NOW
from tests.factories import certificates
from tests.factories.certificates import make_completed
from tests.faults.crowd import at_once, count_on


def share(count: str) -> dict:
    """A holder clicks so many times at once, on devices that do not know of each other."""
    count_on()
    certificates.numbers = certificates.count(1 + Cohort.objects.count())
    certificate = domain.issue(make_completed(), actor=None, now=NOW)
    tokens = at_once(int(count), share_one, certificate.pk)
    events = AuditEvent.objects.filter(action="certificate.shared", object_id=str(certificate.pk))
    return {
        "tokens": sorted(set(tokens)),
        "shares": list(Share.objects.filter(certificate=certificate).values_list("token", flat=True)),
        "events": events.count(),
    }


def share_one(n: int, barrier, certificate: int) -> str:
    found = Certificate.objects.select_related("enrolment__person").get(pk=certificate)
    barrier.wait(60)
    return domain.share(found, actor=found.enrolment.person, now=NOW).token


def first_key(count: str) -> dict:
    """So many processes need the very first key of the square codes at once."""
    SigningKey.objects.filter(purpose=KeyPurpose.OFFLINE).delete()
    kids = at_once(int(count), need_key)
    return {"kids": sorted(set(kids))} | standing()


def new_key(count: str) -> dict:
    """So many people rotate at once: one new key for all of them, or one after the other, and one of them is active."""
    domain.active_key(KeyPurpose.OFFLINE, now=NOW)
    kids = at_once(int(count), rotate)
    return {"kids": sorted(set(kids))} | standing()


def need_key(n: int, barrier) -> str:
    barrier.wait(60)
    return domain.active_key(KeyPurpose.OFFLINE, now=NOW).kid


def rotate(n: int, barrier) -> str:
    barrier.wait(60)
    return domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW).kid


def standing() -> dict:
    keys = SigningKey.objects.filter(purpose=KeyPurpose.OFFLINE)
    active = keys.filter(state=KeyState.ACTIVE)
    # Each of them can sign: its private half is where the row says, whole.
    for key in keys:
        domain.keys.private_key(key)
    return {"active": list(active.values_list("kid", flat=True)), "keys": keys.count()}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
