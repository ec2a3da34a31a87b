"""What the background does by itself, and that one bad row does not keep the others waiting."""

from datetime import timedelta

import pytest
from django.core.mail import BadHeaderError
from django.utils import timezone

from certificates import domain, jobs
from certificates.enums import BatchState, CertificateState, Kind
from certificates.letters import key_of
from certificates.models import Certificate, IssueBatch, TemplateVersion
from courses.enums import EnrolmentMode
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.jobs.models import Message
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_cohort():
    return make_finished_cohort(mode=EnrolmentMode.OPEN)


@pytest.fixture
def _now(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


def make_undrawable(now) -> Certificate:
    """Issued by a release that knew other elements and other facts."""
    known = domain.issue(make_completed(), actor=None, now=now)
    domain.rendered(known)
    spec = {"pages": [{"elements": [{"type": "of-tomorrow"}]}]}
    strange = TemplateVersion.objects.create(template=known.template_version.template, n=9, spec=spec)
    fields = {"enrolment": make_completed(), "series": known.series, "issued_at": now, "template_version": strange}
    return Certificate.objects.create(
        n=2, number="AZ-X-2026-000002", code="B" * 16, snapshot={}, state=CertificateState.ISSUED, **fields
    )


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


def test_sweep_issues_the_kind_that_a_killed_worker_left_out_and_no_other(now):
    cohort = make_finished_cohort(mode=EnrolmentMode.OPEN, kinds=[Kind.COURSE, Kind.LEVEL])
    domain.set_rule(Kind.LEVEL, domain.Rule(second_person=False), actor=make_staff(Role.NATIONAL_ADMIN), now=now)
    held, revoked = (domain.issue(make_completed(cohort=cohort), actor=None, now=now) for _ in range(2))
    Certificate.objects.filter(pk=revoked.pk).update(state=CertificateState.REVOKED, revoked_at=now)
    jobs.sweep()
    assert sorted(Certificate.objects.values_list("enrolment", "kind")) == sorted(
        (each.enrolment_id, kind) for each in (held, revoked) for kind in (Kind.COURSE, Kind.LEVEL)
    )


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


@pytest.mark.usefixtures("_now")
def test_holder_is_written_to_once_when_the_paper_is_there(now):
    certificate = domain.issue(make_completed(person=make_person(email="anna@example.org")), actor=None, now=now)
    before = Message.objects.count()
    for _ in range(2):
        jobs.render(certificate_ids=[certificate.pk])
    letter = Message.objects.get()
    assert (before, letter.recipient, letter.dedupe_key) == (0, "anna@example.org", key_of(certificate))
    assert certificate.files.filter(kind="pdf").count() == 1


def test_letter_of_a_forgotten_paper_is_written_by_the_sweep(monkeypatch, now):
    domain.issue(make_completed(person=make_person(email="anna@example.org")), actor=None, now=now)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    jobs.sweep()
    assert Message.objects.count() == 1


@pytest.mark.usefixtures("_now")
def test_who_cannot_be_written_to_does_not_keep_others_from_their_paper(now):
    people = [make_person(email=email) for email in ("anna@example.org", "olga@example.org")]
    User.objects.filter(pk=people[0].pk).update(email="anna@example.org\nBcc: all@example.org")
    issued = [domain.issue(make_completed(person=each), actor=None, now=now) for each in people]
    with pytest.raises(BadHeaderError):
        jobs.render(certificate_ids=[each.pk for each in issued])
    assert [each.files.filter(kind="pdf").count() for each in issued] == [1, 1]
    assert list(Message.objects.values_list("recipient", flat=True)) == ["olga@example.org"]
