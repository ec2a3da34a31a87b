"""Square codes of the register's certificates, and the list of those that ended."""

from datetime import timedelta

import cbor2
import pytest

from certificates import domain, offline
from certificates.domain.offline import read, signed_code, signed_list
from certificates.enums import CertificateState, KeyPurpose
from certificates.models import Certificate, SigningKey
from certificates.offline import BadCode, short_hash
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def certificate(now) -> Certificate:
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=now - A_DAY)
    return domain.issue(
        make_completed(person=make_person(name="Ayşe Demir", name_latin="Ayse Demir")), actor=None, now=now
    )


def test_code_says_what_is_printed(certificate):
    found = read(signed_code(certificate, now=NOW))
    assert (found.number, found.code, found.name, found.kind, found.level, found.issued_on.isoformat()) == (
        certificate.number,
        certificate.code,
        "Ayse Demir",
        "course",
        "A1",
        "2026-11-23",
    )


def test_code_stays_the_same_when_the_key_is_changed(certificate):
    before = signed_code(certificate, now=NOW)
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW + A_DAY)
    assert signed_code(certificate, now=NOW + 2 * A_DAY) == before


def test_code_from_before_there_was_a_key_is_signed_with_the_first(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW + A_DAY)
    domain.rotate(KeyPurpose.OFFLINE, actor=None, now=NOW + 2 * A_DAY)
    assert read(signed_code(certificate, now=NOW + 3 * A_DAY)).kid == "offline-2026-1"


def test_code_is_never_signed_with_a_lost_key(certificate):
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    domain.mark_compromised(key, since=NOW, actor=None, now=NOW)
    assert read(signed_code(certificate, now=NOW)).kid == "offline-2026-2"


def test_code_of_a_lost_key_proves_nothing(certificate):
    text = signed_code(certificate, now=NOW)
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    domain.mark_compromised(key, since=NOW, actor=None, now=NOW)
    with pytest.raises(BadCode):
        read(text)


def test_code_of_a_credential_key_proves_nothing(certificate):
    key = SigningKey.objects.get(purpose=KeyPurpose.CREDENTIAL)
    claims = read(signed_code(certificate, now=NOW))
    forged = offline.Claims(**{**claims.__dict__, "kid": key.kid})
    with pytest.raises(offline.UnknownKey):
        read(offline.write(forged, key=domain.keys.private_key(key)))


def test_list_names_revoked_and_replaced(certificate):
    other = domain.issue(make_completed(), actor=None, now=NOW)
    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.REVOKED, revoked_at=NOW)
    Certificate.objects.filter(pk=other.pk).update(state=CertificateState.SUPERSEDED)
    found = payload(signed_list(now=NOW))
    assert (found[2], found[3]) == (short_hash(certificate.code), short_hash(other.code))


def test_list_says_since_when_a_key_is_lost(certificate):
    key = SigningKey.objects.get(purpose=KeyPurpose.OFFLINE)
    domain.mark_compromised(key, since=NOW, actor=None, now=NOW)
    keys = payload(signed_list(now=NOW))[4]
    assert [(kid, lost_at) for kid, _key, lost_at in keys] == [
        (b"offline-2026-1", int(NOW.timestamp())),
        (b"offline-2026-2", 0),
    ]


def test_list_needs_a_key(settings):
    settings.KEYS_MADE_ON_FIRST_USE = False
    with pytest.raises(Refusal) as refused:
        signed_list(now=NOW)
    assert refused.value.code == "no_key"


def payload(content: bytes) -> dict:
    return cbor2.loads(cbor2.loads(content).value[2])
