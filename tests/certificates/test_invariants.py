"""Each rule of the register is planted as broken, past the code that keeps it, and must be told."""

from uuid import uuid4

import pytest
from django.db import connection

from certificates import domain
from certificates.enums import CertificateState, Reason
from certificates.invariants import violations
from certificates.models import Certificate, CertificateEvent, CertificateWord, Series
from certificates.snapshot import digest
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_centre, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return domain.issue(make_completed(), actor=None, now=NOW)


def only(certificate, sentence: str) -> bool:
    return list(violations()) == [f"certificate {certificate}: {sentence}"]


def test_register_without_a_fault_says_nothing(certificate):
    assert list(violations()) == []


def test_replaced_without_successor_is_told(certificate):
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    assert only(certificate, "it was replaced, and there is no successor")


def test_revoked_without_two_persons_is_told(certificate):
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.centre)
    domain.request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=NOW, reason=Reason.FRAUD)
    assert only(certificate, "it was revoked without two persons")


def test_revoked_for_another_reason_than_agreed_is_told(certificate):
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.centre)
    asked = domain.request_revocation(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=NOW, reason=Reason.FRAUD)
    type(asked).objects.update(agreed=True, decided_by=make_staff(Role.NATIONAL_ADMIN), decided_at=NOW)
    assert only(certificate, "it was revoked without two persons")


def test_agreed_revocation_without_effect_is_told(certificate):
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.centre)
    asked = domain.request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    type(asked).objects.update(agreed=True, decided_by=make_staff(Role.NATIONAL_ADMIN), decided_at=NOW)
    assert only(certificate, "its revocation was agreed to, and it is not revoked")


def test_name_that_is_not_found_is_told(certificate):
    CertificateWord.objects.all().delete()
    assert only(certificate, "it is not found by the name that is printed")


def test_certificate_at_another_centre_than_its_series_is_told(certificate):
    on = "" if connection.vendor == "sqlite" else " ON certificates_certificate"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER certificates_certificate_place_update{on}")
    Certificate.objects.update(centre=make_centre())
    assert only(certificate, "it stands at another centre than its series")


def test_two_valid_ones_of_a_kind_are_told(certificate):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX certificate_one_live_per_enrolment")
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk = None
    twin.public_id, twin.n = uuid4(), 2
    twin.number, twin.code = f"{certificate.series.prefix}-000002", "B" * 16
    twin.snapshot = certificate.snapshot | {"number": twin.number, "code": twin.code}
    twin.snapshot_sha256 = digest(twin.snapshot)
    twin.save(force_insert=True)
    CertificateEvent.objects.create(certificate=twin, at=NOW, action="issued")
    words = CertificateWord.objects.filter(certificate=certificate).values_list("word", flat=True)
    CertificateWord.objects.bulk_create(CertificateWord(certificate=twin, word=word) for word in words)
    Series.objects.update(last=2)
    assert list(violations()) == [f"enrolment {certificate.enrolment_id}: two valid certificates of the kind course"]
