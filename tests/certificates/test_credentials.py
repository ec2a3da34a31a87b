"""The credential is read by other people's programs, offline, and not by ours alone."""

import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages

from certificates import domain, issuer, proofs, status
from certificates.enums import KeyPurpose, Reason
from certificates.models import Certificate, SigningKey
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db
NODE = Path(settings.BASE_DIR) / "tests" / "node"


def read(file) -> dict:
    with storages["private"].open(file.storage_key) as stored:
        return json.load(stored)


@pytest.fixture
def certificate() -> Certificate:
    return domain.issue(make_completed(person=make_person(name="Günəş & <b>O’Neil</b>")), actor=None, now=NOW)


@pytest.fixture
def credential(certificate) -> dict:
    return read(domain.credential_of(certificate, now=NOW))


def as_others_see(credential: dict, *, at: datetime = NOW) -> dict:
    """What the programs of Digital Bazaar say of it at that moment, with the list of now."""
    if shutil.which("node") is None or not (NODE / "node_modules").exists():
        pytest.skip("Node or its packages are not installed")
    address = credential["credentialStatus"]["statusListCredential"]
    listed = issuer.status_credential(status.StatusList.objects.get(n=address.rsplit("/", 1)[1]), now=NOW)
    contexts = {url: proofs._read(url) for url in proofs.CONTEXTS}
    given = {"credential": credential, "issuer": issuer.document(), "lists": {address: listed}, "contexts": contexts}
    given |= {"now": at.isoformat()}
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=NODE, input=json.dumps(given).encode(), capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_credential_is_verified_by_others(credential):
    assert as_others_see(credential) == {"verified": True, "revoked": [False], "errors": []}


def test_changed_name_is_found_by_others(credential):
    credential["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    assert as_others_see(credential)["verified"] is False


def test_revoked_credential_is_found_by_others(certificate, credential):
    centre = certificate.series.centre
    asked = domain.request_revocation(
        certificate, reason=Reason.FRAUD, actor=make_staff(Role.CENTRE_STAFF, centre=centre), now=NOW
    )
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=NOW)
    assert as_others_see(credential)["revoked"] == [True]


def test_list_that_somebody_kept_back_proves_nothing_to_others(credential):
    at = [NOW + timedelta(hours=23), NOW + timedelta(hours=25)]
    assert [as_others_see(credential, at=each)["verified"] for each in at] == [True, False]


def test_key_in_wrong_hands_proves_nothing_and_the_credential_is_signed_again(certificate, credential):
    key = certificate.signing_key
    domain.mark_compromised(key, since=NOW, actor=None, now=NOW)
    domain.sign_again(key, now=NOW)
    again = read(domain.credential_of(certificate, now=NOW))
    assert as_others_see(credential)["verified"] is False
    assert as_others_see(again)["verified"] is True
    assert again["proof"]["verificationMethod"] != credential["proof"]["verificationMethod"]


def signer(document: dict) -> str:
    return document["proof"]["verificationMethod"].rpartition("#")[2]


def test_credentials_are_signed_again_when_the_second_key_is_lost_too(certificate, credential):
    first = certificate.signing_key
    domain.mark_compromised(first, since=NOW, actor=None, now=NOW)
    assert domain.sign_again(first, now=NOW) == 1
    second = SigningKey.objects.get(kid="credential-2026-2")
    domain.mark_compromised(second, since=NOW, actor=None, now=NOW)
    assert domain.sign_again(second, now=NOW) == 1
    newest = certificate.files.filter(kind="vc").order_by("pk").last()
    assert signer(read(newest)) == "credential-2026-3"


def test_credential_that_is_made_after_its_key_was_lost_is_signed_with_the_new_one(certificate):
    domain.mark_compromised(certificate.signing_key, since=NOW, actor=None, now=NOW)
    assert signer(read(domain.credential_of(certificate, now=NOW))) == "credential-2026-2"


def test_credential_of_a_lost_key_is_not_handed_out_while_the_new_one_waits_for_its_job(certificate, credential):
    domain.mark_compromised(certificate.signing_key, since=NOW, actor=None, now=NOW)
    assert signer(read(domain.credential_of(certificate, now=NOW))) == "credential-2026-2"


def test_credential_that_was_lost_from_the_disk_is_made_again_as_it_was(certificate, credential):
    domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=NOW)
    storages["private"].delete(domain.credential_of(certificate, now=NOW).storage_key)
    assert read(domain.credential_of(certificate, now=NOW)) == credential
    assert certificate.files.filter(kind="vc").count() == 1


def test_old_key_goes_on_proving_after_rotation(credential):
    domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=NOW)
    assert as_others_see(credential)["verified"] is True


def test_credential_says_no_more_of_the_person_than_the_name(credential):
    subject = credential["credentialSubject"]
    assert set(subject) == {"type", "identifier", "achievement"}
    assert [set(each) for each in subject["identifier"]] == [{"type", "hashed", "identityHash", "identityType"}]


def test_no_two_certificates_of_a_list_share_a_bit(certificate):
    found = status.list_of(certificate)
    assert len({status.bit(found, pk) for pk in range(1, status.SIZE + 1)}) == status.SIZE


def test_list_of_nobody_is_empty_and_short(certificate):
    found = status.bits(status.list_of(certificate))
    assert (len(found), any(found), len(status.encoded(found)) < 100) == (16_384, False, True)
