"""One file for the printer with all certificates of a batch: no tags, no attachment, no signature.

A class is drawn while the browser waits. A large file would hold a web worker for seconds, so a job makes it, once,
and it lies in the private storage for a day, under a name that says which certificates are in it.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import storages

from certificates import layouts
from certificates.domain.papers import keep, made_now, printed
from certificates.models import Certificate, IssueBatch
from certificates.outputs.papers import papers
from lms.jobs import enqueue
from lms.jobs.enums import WAITING, JobState
from lms.jobs.models import Job

# The most that are drawn while the browser waits: about a second, for diplomas of two pages up to three.
AT_ONCE = 200
FOLDER = "certificates/print"
JOB = "certificates.print_file"


def print_file(certificates: Sequence[Certificate]) -> bytes:
    """There is at least one. Refuses `not_ready` where a square code cannot be signed just now."""
    with made_now():
        drawings = [(each.template_version.spec, printed(each)) for each in certificates]
    return layouts.print_papers(drawings)


def kept_print_file(batch: IssueBatch, certificates: Sequence[Certificate]) -> str:
    """The key in the private storage of the file with exactly these certificates; empty where there is none."""
    key = _key(batch, certificates)
    return key if storages["private"].exists(key) else ""


def ask_for_print_file(batch: IssueBatch) -> None:
    """A job makes the file. Asked for twice, it is made once, or twice the same."""
    if not is_being_made(batch):
        enqueue(JOB, batch_id=batch.pk)


def is_being_made(batch: IssueBatch) -> bool:
    return Job.objects.filter(name=JOB, state__in=(*WAITING, JobState.RUNNING), args__batch_id=batch.pk).exists()


def keep_print_file(batch: IssueBatch) -> None:
    certificates = papers(batch)
    if certificates and not kept_print_file(batch, certificates):
        keep(_key(batch, certificates), print_file(certificates))


def forget_print_files(*, before: datetime) -> None:
    storage = storages["private"]
    names = storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else []
    for name in names:
        if storage.get_modified_time(f"{FOLDER}/{name}") < before:
            storage.delete(f"{FOLDER}/{name}")


def _key(batch: IssueBatch, certificates: Sequence[Certificate]) -> str:
    digests = "".join(each.snapshot_sha256 for each in certificates)
    return f"{FOLDER}/{batch.public_id}-{hashlib.sha256(digests.encode()).hexdigest()[:16]}.pdf"
