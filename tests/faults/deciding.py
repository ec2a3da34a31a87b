"""Programs for `test_decisions.py`: two people decide the same thing at the same moment. They print JSON."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from django.conf import settings

from certificates import domain, signing
from certificates.domain.keys import private_key
from certificates.enums import KeyPurpose, Kind, Reason
from certificates.models import Certificate, IssueBatch, Revocation, Share, SigningKey
from courses.models import Cohort
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.pdf.document import Document
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.people import make_staff
from tests.faults.crowd import at_once
from tests.faults.issuing import due, issued_in, standing, who
from tests.faults.working import work_off

PEOPLE = 3


def issued() -> Cohort:
    cohort = due(str(PEOPLE))
    domain.request_batch(cohort, actor=who(cohort, Role.CENTRE_STAFF), now=NOW)
    work_off("clerk")
    return cohort


def approve_or_cancel(rounds: str) -> list:
    """One approves a batch while the other takes it back. What each was told, and what became of the batch."""
    return [approve_against_cancel() for _ in range(int(rounds))]


def approve_against_cancel() -> dict:
    cohort = due(str(PEOPLE))
    staff, approver = who(cohort, Role.CENTRE_STAFF), who(cohort, Role.APPROVER)
    batch = domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL)
    work_off("clerk")
    said = at_once(2, approve_or_take_back, batch.pk, [approver.pk, staff.pk])
    work_off("worker")
    found = standing(cohort)
    return {"said": said, "state": found["batches"][0], "numbers": found["numbers"], "papers": found["papers"]}


def approve_or_take_back(n: int, barrier, batch: int, people: list[int]) -> str:
    batch, actor = IssueBatch.objects.get(pk=batch), User.objects.get(pk=people[n])
    decide = (domain.approve_batch, domain.cancel_batch)[n]
    barrier.wait(60)
    try:
        return decide(batch, actor=actor, now=NOW).state
    except Refusal as refusal:
        return refusal.code


def revoke(rounds: str) -> list:
    """Two approvers decide one request, one agrees and one does not."""
    return [decide_twice() for _ in range(int(rounds))]


def decide_twice() -> dict:
    cohort = issued()
    approvers = [who(cohort, Role.APPROVER), make_staff(Role.APPROVER, centre=cohort.centre)]
    certificate = issued_in(cohort).get(n=1)
    staff = who(cohort, Role.CENTRE_STAFF)
    asked = domain.request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    said = at_once(2, decide, asked.pk, [each.pk for each in approvers])
    certificate.refresh_from_db()
    actions = ("revoked", "revocation_declined")
    events = list(certificate.events.filter(action__in=actions).values_list("action", flat=True))
    return {"said": said, "state": certificate.state, "events": events}


def decide(n: int, barrier, asked: int, people: list[int]) -> bool | None:
    asked, actor = Revocation.objects.get(pk=asked), User.objects.get(pk=people[n])
    barrier.wait(60)
    return domain.decide_revocation(asked, agreed=n == 0, actor=actor, now=NOW, because="Not so").agreed


def replace() -> dict:
    """Four clerks ask for a new certificate in the place of one whose name was misspelt; then somebody approves."""
    cohort = issued()
    certificate = issued_in(cohort).get(n=1)
    person = certificate.enrolment.person
    person.set_name("Leyla Quliyeva")
    person.save()
    said = at_once(4, ask_for_another, certificate.pk)
    work_off("clerk")
    domain.approve_batch(IssueBatch.objects.get(pk=said[0]), actor=who(cohort, Role.APPROVER), now=NOW)
    work_off("worker")
    successors = Certificate.objects.filter(replaces=certificate).values_list("state", "n")
    return {"batches": len(set(said)), "successors": [list(each) for each in successors]}


def ask_for_another(n: int, barrier, pk: int) -> int:
    certificate = Certificate.objects.get(pk=pk)
    staff = who(certificate.enrolment.cohort, Role.CENTRE_STAFF)
    barrier.wait(60)
    return domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW).pk


def share(processes: str) -> dict:
    """The holder makes an address for her certificate, on many devices."""
    certificate = issued_in(issued()).get(n=1)
    said = at_once(int(processes), share_one, certificate.pk)
    return {"addresses": len(set(said)), "rows": Share.objects.filter(certificate=certificate, is_on=True).count()}


def share_one(n: int, barrier, pk: int) -> str:
    certificate = Certificate.objects.get(pk=pk)
    holder = certificate.enrolment.person
    barrier.wait(60)
    return domain.share(certificate, actor=holder, now=NOW).token


def first_key(processes: str) -> dict:
    """All need a key of a purpose that has none."""
    said = at_once(int(processes), need_a_key)
    keys = SigningKey.objects.filter(purpose=KeyPurpose.OFFLINE)
    [key] = keys
    private_key(key)
    return {"said": len(set(said)), "keys": keys.count(), "same": set(said) == {key.kid}}


def need_a_key(n: int, barrier) -> str:
    barrier.wait(60)
    return domain.active_key(KeyPurpose.OFFLINE, now=NOW).kid


def first_seal(processes: str) -> dict:
    """All seal a paper where no seal has been made."""
    folder = Path(settings.VAR_DIR) / "first seal"
    said = at_once(int(processes), seal_one, str(folder))
    return {"said": said, "files": sorted(path.name.partition("-")[0] for path in folder.iterdir())}


def seal_one(n: int, barrier, folder: str) -> str:
    seal, document = signing.LocalSeal(Path(folder)), Document(title="Paper", author="", language="en", moment=NOW)
    document.page(width=100, height=100)
    barrier.wait(60)
    paper = seal.sealed(document.to_bytes())
    barrier.wait(60)
    found = signing.seal_of(paper, roots=seal.roots())
    return f"intact {found.is_intact}, ours {found.is_ours}"


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
