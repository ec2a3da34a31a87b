"""Revoked by two persons, for ever."""

import pytest
from django.db import IntegrityError, transaction

from certificates import domain
from certificates.domain import due
from certificates.enums import CertificateState, Reason
from certificates.models import Certificate, Revocation
from certificates.rules import revocations_to_decide
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, Membership
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_centre, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return domain.issue(make_completed(), actor=None, now=NOW)


@pytest.fixture
def staff(certificate):
    return make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)


@pytest.fixture
def approver(certificate):
    return make_staff(Role.APPROVER, centre=certificate.series.centre)


def asked(certificate, staff, reason: str = Reason.FRAUD) -> Revocation:
    return domain.request_revocation(certificate, reason=reason, actor=staff, now=NOW)


def state(certificate) -> str:
    return Certificate.objects.get(pk=certificate.pk).state


def test_asking_changes_nothing_yet(certificate, staff):
    asked(certificate, staff)
    assert state(certificate) == CertificateState.ISSUED


def test_second_person_revokes(certificate, staff, approver):
    domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revoked_at, certificate.reason) == ("revoked", NOW, "fraud")
    assert [each.action for each in certificate.events.order_by("pk")][-2:] == ["revocation_asked", "revoked"]
    assert AuditEvent.objects.filter(action="certificate.revoked").count() == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_holder_does_not_decide(certificate, staff, agreed):
    holder = certificate.enrolment.person
    Membership.objects.create(user=holder, role=Role.APPROVER, centre=certificate.series.centre)
    revocation = asked(certificate, staff)
    assert revocation not in revocations_to_decide(holder)
    with pytest.raises(Refusal) as refused:
        domain.decide_revocation(revocation, agreed=agreed, actor=holder, now=NOW)
    assert (refused.value.code, state(certificate)) == ("own_certificate", "issued")


def test_whoever_asked_does_not_decide(certificate, staff):
    Membership.objects.create(user=staff, role=Role.APPROVER, centre=certificate.series.centre)
    with pytest.raises(Refusal) as refused:
        domain.decide_revocation(asked(certificate, staff), agreed=True, actor=staff, now=NOW)
    assert (refused.value.code, state(certificate)) == ("same_person", "issued")


def test_whoever_asked_takes_it_back(certificate, staff):
    domain.decide_revocation(asked(certificate, staff), agreed=False, actor=staff, now=NOW)
    assert (state(certificate), Revocation.objects.get().agreed) == ("issued", False)


def test_database_refuses_a_revocation_by_one_person(certificate, staff):
    revocation = asked(certificate, staff)
    with pytest.raises(IntegrityError, match="revocation_by_two_persons"), transaction.atomic():
        Revocation.objects.filter(pk=revocation.pk).update(agreed=True, decided_by=staff)


def test_decision_stays(certificate, staff, approver):
    revocation = asked(certificate, staff)
    domain.decide_revocation(revocation, agreed=False, actor=approver, now=NOW, because="It was earned")
    domain.decide_revocation(revocation, agreed=True, actor=make_staff(Role.APPROVER), now=NOW)
    assert state(certificate) == CertificateState.ISSUED


def test_second_person_says_why_it_stays_valid_and_the_audit_does_not(certificate, staff, approver):
    revocation = asked(certificate, staff)
    with pytest.raises(Refusal) as refused:
        domain.decide_revocation(revocation, agreed=False, actor=approver, now=NOW)
    decided = domain.decide_revocation(revocation, agreed=False, actor=approver, now=NOW, because="It was earned")
    assert (refused.value.code, decided.declined_because) == ("no_reason", "It was earned")
    assert certificate.events.get(action="revocation_declined").facts == {"reason": "It was earned"}
    assert AuditEvent.objects.get(action="certificate.revocation_declined").facts == {}


def test_reason_of_a_decision_is_not_rewritten(certificate, staff, approver):
    revocation = asked(certificate, staff)
    domain.decide_revocation(revocation, agreed=False, actor=approver, now=NOW, because="It was earned")
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.filter(pk=revocation.pk).update(declined_because="")


def test_asking_twice_is_once(certificate, staff):
    assert asked(certificate, staff) == asked(certificate, staff)


def test_another_reason_is_explained(certificate, staff):
    with pytest.raises(Refusal) as refused:
        domain.request_revocation(certificate, reason=Reason.OTHER, note="  ", actor=staff, now=NOW)
    assert (refused.value.code, refused.value.field) == ("no_note", "note")


def test_staff_of_another_centre_do_not_ask(certificate):
    with pytest.raises(Refusal) as refused:
        asked(certificate, make_staff(Role.CENTRE_STAFF, centre=make_centre()))
    assert refused.value.code == "not_yours"


@pytest.mark.parametrize("back_to", ["issued", "draft", "superseded", "cancelled"])
def test_revoked_stays_revoked_whatever_the_code_does(certificate, staff, approver, back_to):
    domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state=back_to)
    assert state(certificate) == CertificateState.REVOKED


def test_decided_revocation_is_not_rewritten(certificate, staff, approver):
    revocation = domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.filter(pk=revocation.pk).update(reason=Reason.MISSPELT)


def test_promised_issue_does_not_bring_a_revoked_certificate_back(certificate, staff, approver):
    domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    domain.issue_those_who_wait([], now=NOW)
    assert list(due(certificate.enrolment.cohort)) == []


def test_whoever_was_misspelt_is_due_again(certificate, staff, approver):
    domain.decide_revocation(asked(certificate, staff, Reason.MISSPELT), agreed=True, actor=approver, now=NOW)
    assert list(due(certificate.enrolment.cohort)) == [certificate.enrolment]
