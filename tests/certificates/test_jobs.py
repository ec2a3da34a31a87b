"""What the background does by itself, and that one bad row does not keep the others waiting."""

from datetime import timedelta

import pytest

from certificates import domain, jobs
from certificates.enums import BatchState
from certificates.models import Certificate, IssueBatch, TemplateVersion
from courses.enums import EnrolmentMode
from lms.accounts.enums import Role
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_cohort():
    return make_finished_cohort(mode=EnrolmentMode.OPEN)


def make_undrawable(now) -> Certificate:
    """Issued by a release that knew another kind of element."""
    known = domain.issue(make_completed(), actor=None, now=now)
    domain.rendered(known)
    spec = {"pages": [{"elements": [{"id": "a", "type": "of-tomorrow", "x": 1, "y": 1, "width": 1, "height": 1}]}]}
    strange = TemplateVersion.objects.create(template=known.template_version.template, n=9, spec=spec)
    fields = {"enrolment": make_completed(), "series": known.series, "drafted_at": now, "template_version": strange}
    fields |= {"state": known.state, "issued_at": now, "snapshot": known.snapshot, "signing_key": known.signing_key}
    return Certificate.objects.create(n=2, number="AZ-X-2026-000002", code="B" * 16, **fields)


def test_completion_in_an_open_cohort_issues_the_certificate(open_cohort):
    jobs.enrolment_completed(enrolment_id=make_completed(cohort=open_cohort).pk)
    assert Certificate.objects.count() == 1


def test_completion_in_any_other_cohort_waits_for_staff():
    jobs.enrolment_completed(enrolment_id=make_completed(cohort=make_finished_cohort()).pk)
    assert Certificate.objects.count() == 0


def test_sweep_issues_to_whoever_was_forgotten_and_passes_over_who_cannot_be_issued_to(open_cohort):
    make_completed(cohort=open_cohort, person=make_person(name="Мария"))
    left = make_completed(cohort=open_cohort)
    jobs.sweep()
    assert list(Certificate.objects.values_list("enrolment", flat=True)) == [left.pk]


def test_sweep_finishes_a_batch_that_has_lost_its_job(now):
    cohort = make_finished_cohort()
    make_completed(cohort=cohort)
    staff = make_staff(Role.CENTRE_STAFF, centre=cohort.centre)
    domain.request_batch(cohort, actor=staff, now=now - timedelta(days=3650))
    jobs.sweep()
    assert (IssueBatch.objects.get().state, Certificate.objects.count()) == (BatchState.DONE, 1)


def test_sweep_draws_the_others_where_one_cannot_be_drawn_and_then_tells(now):
    make_undrawable(now)
    other = domain.issue(make_completed(), actor=None, now=now)
    with pytest.raises(KeyError):
        jobs.sweep()
    assert other.files.filter(kind="pdf").count() == 1
