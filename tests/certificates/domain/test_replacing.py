"""A misspelt name: a successor with a number of its own, and the old paper says which."""

import pytest
from django.db import IntegrityError, transaction

from certificates import domain
from certificates.enums import BatchState, CertificateState, Reason
from certificates.invariants import violations
from certificates.models import Certificate, IssueBatch
from courses.enums import EnrolmentState
from courses.models import Enrolment
from lms.accounts.enums import Role
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return domain.issue(make_completed(person=make_person(name="Leyla Aliyva")), actor=None, now=NOW)


@pytest.fixture
def staff(certificate):
    return make_staff(Role.CENTRE_STAFF, centre=certificate.series.centre)


@pytest.fixture
def approver(certificate):
    return make_staff(Role.APPROVER, centre=certificate.series.centre)


def corrected(certificate) -> None:
    person = certificate.enrolment.person
    person.set_name("Leyla Aliyeva")
    person.save()


def asked(certificate, staff) -> IssueBatch:
    batch = domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    return run(batch)


def run(batch) -> IssueBatch:
    batch = IssueBatch.objects.select_related("cohort__centre", "requested_by", "decided_by").get(pk=batch.pk)
    domain.run_batch(batch, now=NOW)
    batch.refresh_from_db()
    return batch


def test_replacement_waits_for_a_second_person_and_the_old_paper_stays_valid(certificate, staff):
    corrected(certificate)
    assert asked(certificate, staff).state == BatchState.AWAITING
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED


def test_replacement_has_a_new_number_and_links_both_ways(certificate, staff, approver):
    corrected(certificate)
    run(domain.approve_batch(asked(certificate, staff), actor=approver, now=NOW))
    old, new = Certificate.objects.order_by("n")
    assert (old.state, new.state, new.n) == ("superseded", "issued", 2)
    assert (new.replaces, old.replaced_by) == (old, new)
    assert (old.snapshot["name_latin"], new.snapshot["name_latin"]) == ("Leyla Aliyva", "Leyla Aliyeva")
    assert list(violations()) == []


def test_nothing_changed_is_refused(certificate, staff):
    with pytest.raises(Refusal) as refused:
        domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    assert refused.value.code == "nothing_changed"


def test_asking_twice_is_once(certificate, staff):
    corrected(certificate)
    assert asked(certificate, staff) == asked(certificate, staff)


def test_replacement_that_was_turned_down_may_be_asked_for_again(certificate, staff, approver):
    corrected(certificate)
    domain.cancel_batch(asked(certificate, staff), actor=approver, now=NOW, because="Not yet")
    run(domain.approve_batch(asked(certificate, staff), actor=approver, now=NOW))
    assert Certificate.objects.filter(state=CertificateState.ISSUED).get().n == 2


def test_certificate_revoked_meanwhile_is_not_replaced(certificate, staff, approver):
    corrected(certificate)
    batch = asked(certificate, staff)
    revocation = domain.request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    domain.decide_revocation(revocation, agreed=True, actor=approver, now=NOW)
    run(domain.approve_batch(batch, actor=approver, now=NOW))
    assert sorted(Certificate.objects.values_list("state", flat=True)) == ["cancelled", "revoked"]
    assert certificate.series.certificates.count() == 1


def test_staff_of_another_centre_do_not_replace(certificate):
    with pytest.raises(Refusal) as refused:
        asked(certificate, make_staff(Role.CENTRE_STAFF, centre=make_centre()))
    assert refused.value.code == "not_yours"


def test_lost_paper_is_the_same_file_and_an_event(certificate, staff):
    first = domain.rendered(certificate)
    assert domain.duplicate(certificate, actor=staff, now=NOW) == first
    assert certificate.events.get(action="duplicate").facts == {"reason": "lost"}
    assert Certificate.objects.count() == 1


def test_paper_that_is_not_valid_any_more_is_not_handed_out_again(certificate, staff):
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    with pytest.raises(Refusal) as refused:  # the page was opened before
        domain.duplicate(certificate, actor=staff, now=NOW)
    assert (refused.value.code, certificate.events.filter(action="duplicate").exists()) == ("not_valid", False)


def test_changes_say_what_stands_there_and_what_would(certificate):
    corrected(certificate)
    assert [(each.name, each.old, each.new) for each in domain.changes(certificate)] == [
        ("name_latin", "Leyla Aliyva", "Leyla Aliyeva")
    ]


def test_replacement_of_somebody_whose_completion_was_taken_back_is_refused(certificate, staff):
    corrected(certificate)
    Enrolment.objects.update(state=EnrolmentState.NOT_COMPLETED)
    with pytest.raises(Refusal) as refused:
        domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    assert refused.value.code == "not_completed"


def test_centre_of_a_certificate_never_changes(certificate):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(centre=make_centre())
