"""What may happen around a certificate after it was issued, and what stays."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from certificates import domain
from certificates.domain import papers
from certificates.invariants import violations
from certificates.models import Certificate
from lms.accounts.domain.closing import close
from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


def test_two_people_of_one_name_get_a_certificate_each():
    cohort = make_finished_cohort()
    twins = [make_completed(cohort=cohort, person=make_person(name="Ali Aliyev")) for _ in range(2)]
    batch = domain.request_batch(cohort, actor=make_staff(Role.CENTRE_STAFF, centre=cohort.centre), now=NOW)
    domain.run_batch(batch, now=NOW)
    found = [domain.live(each) for each in twins]

    assert [each.snapshot["name_latin"] for each in found] == ["Ali Aliyev"] * 2
    assert sorted(each.n for each in found) == [1, 2]
    assert len({domain.rendered(each).sha256 for each in found}) == 2


@pytest.mark.parametrize("of", ["person", "cohort", "course", "centre", "template"])
def test_what_a_certificate_stands_on_is_not_deleted(of):
    certificate = domain.issue(make_completed(), actor=None, now=NOW)
    enrolment = certificate.enrolment
    found = {
        "person": enrolment.person,
        "cohort": enrolment.cohort,
        "course": enrolment.cohort.course,
        "centre": enrolment.cohort.centre,
        "template": certificate.template_version,
    }
    with pytest.raises(ProtectedError), transaction.atomic():
        found[of].delete()
    assert Certificate.objects.count() == 1


def test_learner_who_leaves_keeps_her_certificate_valid():
    certificate = domain.issue(make_completed(person=make_person(name="Ali Aliyev")), actor=None, now=NOW)
    before = papers.drawn(certificate, now=NOW)
    close(certificate.enrolment.person, now=NOW)
    User.objects.update(name="-", name_latin="", email=None)  # as a register of people would be emptied

    found = Certificate.objects.get()
    assert (found.state, found.snapshot["name_latin"], papers.drawn(found, now=NOW) == before) == (
        "issued",
        "Ali Aliyev",
        True,
    )
    assert list(violations()) == []
