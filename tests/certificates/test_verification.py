"""What anybody may learn about a file: as we made it, changed, or nobody knows."""

import json
import zlib
from datetime import UTC, date, datetime

import pytest
from asn1crypto import pem

from certificates import domain, inspecting, seals, signing
from certificates.enums import CertificateState, Reason
from certificates.models import Certificate
from certificates.verification import Made, Verdict, verify, verify_file, verify_shared
from lms.accounts.enums import Role
from tests.certificates import files
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def certificate() -> Certificate:
    return domain.issue(make_completed(person=make_person(name="Günəş Əliyeva")), actor=None, now=NOW)


def seen(content: bytes) -> tuple[Made, Verdict]:
    found = verify_file(content, today=TODAY)
    return found.made, found.answer.verdict


def revoke(certificate):
    centre = certificate.series.centre
    asked = domain.request_revocation(
        certificate, reason=Reason.FRAUD, actor=make_staff(Role.CENTRE_STAFF, centre=centre), now=NOW
    )
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=NOW)


def test_paper_and_badge_as_we_made_them_are_known(certificate):
    assert [seen(files.paper(certificate)), seen(files.badge(certificate))] == [(Made.OURS, Verdict.VALID)] * 2


def test_paper_of_a_revoked_certificate_is_ours_and_revoked(certificate):
    paper = files.paper(certificate)
    revoke(certificate)
    assert seen(paper) == (Made.OURS, Verdict.REVOKED)


class Recognised(signing.LocalSeal):
    """Under an authority that vouches for others too, and only one of them is we."""

    def leaves(self):
        return [pem.armor("CERTIFICATE", signing.bundle(self.folder).root.dump())]


def test_paper_that_somebody_else_sealed_under_our_authority_is_not_ours(certificate, settings):
    sealed = seals.seal().sealed(domain.papers.drawn(certificate, now=NOW))
    settings.SEAL = f"{__name__}.Recognised"
    assert seen(sealed) == (Made.CHANGED, Verdict.VALID)


def test_paper_that_is_not_in_the_register_is_known_by_its_seal(certificate):
    """As after an older backup was restored."""
    found = verify_file(seals.seal().sealed(domain.papers.drawn(certificate, now=NOW)), today=TODAY)
    assert (found.made, found.answer.facts["number"]) == (Made.SEALED, certificate.number)


@pytest.mark.parametrize("change", [files.flipped, files.updated, files.rewritten, lambda pdf: pdf + b"\n%more\n"])
def test_changed_paper_is_exposed_and_the_register_says_what_is_true(certificate, change):
    found = verify_file(change(files.paper(certificate)), today=TODAY)
    assert (found.made, found.answer.facts.get("name_latin")) == (Made.CHANGED, "Günəş Əliyeva")


def test_forged_paper_around_a_genuine_seal_is_exposed(certificate):
    """Made from a paper and a credential that anybody may have received."""
    forged = files.transplanted(files.paper(certificate), attached=files.badge(certificate))
    assert seen(forged) == (Made.CHANGED, Verdict.VALID)


def test_badge_may_be_written_in_another_form(certificate):
    assert seen(files.reformatted(files.badge(certificate))) == (Made.SIGNED, Verdict.VALID)


def test_badge_with_another_name_is_exposed(certificate):
    found = verify_file(files.renamed(files.badge(certificate), "Somebody Else"), today=TODAY)
    assert (found.made, found.answer.facts["name_latin"]) == (Made.CHANGED, "Günəş Əliyeva")


def test_badge_to_which_something_was_added_is_exposed(certificate):
    badge = json.loads(files.badge(certificate)) | {"grade": "excellent"}
    assert seen(json.dumps(badge).encode()) == (Made.CHANGED, Verdict.VALID)


def test_badge_of_a_key_in_wrong_hands_proves_nothing(certificate):
    badge = files.reformatted(files.badge(certificate))
    domain.mark_compromised(certificate.signing_key, since=NOW, actor=None, now=NOW)
    assert seen(badge) == (Made.WITHDRAWN, Verdict.VALID)


def test_badge_that_names_no_certificate_of_ours_is_foreign():
    document = {"id": f"https://example.org/v/{'A' * 16}.json", "proof": {"verificationMethod": ["x"]}}
    assert seen(json.dumps(document).encode()) == (Made.FOREIGN, Verdict.UNKNOWN)


def test_scan_or_paper_of_somebody_else_tells_nothing():
    assert seen(files.foreign()) == (Made.FOREIGN, Verdict.UNKNOWN)


def test_paper_behind_a_password_is_said_to_be_so(certificate):
    assert seen(files.locked(files.foreign())) == (Made.LOCKED, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    "content",
    [
        bytes,
        lambda: b"\0" * 1000,
        lambda: b"<html>",
        lambda: b"%PDF-1.7",
        lambda: b"%PDF-1.7\nxref\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        lambda: b"[" * 200_000,
        lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
        lambda: b"PK\x03\x04" + b"\0" * 100,
        lambda: files.with_stream(zlib.compress(b"\0" * 400_000_000)[:4_900_000]),
        lambda: files.with_stream(b"no zlib at all"),
    ],
    ids=["empty", "zeros", "html", "head", "loop", "brackets", "nested", "zip", "bomb", "no zlib"],
)
def test_what_was_made_to_hurt_is_unreadable(content):
    assert seen(content()) == (Made.UNREADABLE, Verdict.UNKNOWN)


def test_deep_json_is_nothing_of_ours():
    assert seen(b'{"a":' * 50_000)[1] == Verdict.UNKNOWN


def test_machine_that_is_too_slow_does_not_call_a_file_unreadable(monkeypatch):
    monkeypatch.setattr(inspecting, "PATIENCE", 0.001)
    with pytest.raises(inspecting.Busy):
        verify_file(files.foreign(), today=TODAY)


def test_reader_of_files_knows_no_secret(monkeypatch):
    monkeypatch.setenv("LMS_SECRET_KEY", "secret")
    given = {}
    monkeypatch.setattr(inspecting.subprocess, "run", lambda *_, **options: given.update(options) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        verify_file(b"%PDF-", today=TODAY)
    assert set(given["env"]) == {"PATH", "LANG"}


def test_third_file_at_a_time_waits_for_its_turn_and_is_then_sent_away(monkeypatch):
    monkeypatch.setattr(inspecting, "QUEUE", 0.01)
    for _ in range(2):
        assert inspecting._turns.acquire(timeout=5)
    try:
        with pytest.raises(inspecting.Busy):
            verify_file(b"%PDF-", today=TODAY)
    finally:
        inspecting._turns.release(2)


def test_draft_and_cancelled_are_never_verified(certificate):
    enrolment = make_completed()
    draft = domain.issuing.write_draft(
        domain.issuing.checked(enrolment, kind="course", actor=None), actor=None, now=datetime(2026, 11, 23, tzinfo=UTC)
    )
    assert verify(draft.code or "", today=TODAY).verdict is Verdict.UNKNOWN
    domain.issuing.cancel_draft(draft, actor=None, now=NOW)
    draft.refresh_from_db()
    assert (draft.state, verify("", today=TODAY).verdict) == (CertificateState.CANCELLED, Verdict.UNKNOWN)


@pytest.mark.parametrize("token", ["", "\0", "A" * 22, "A" * 5000, "../../etc"])
def test_address_that_nobody_shared_is_unknown(token):
    assert verify_shared(token, today=TODAY).verdict is Verdict.UNKNOWN
