"""Certificates for many: checked, approved by another person where the kind asks for one, issued; undone before that."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from certificates import domain, queries
from certificates.domain import Rule
from certificates.domain.issuing import cancel_draft
from certificates.enums import BatchState, CertificateState, Kind, Outcome
from certificates.invariants import violations
from certificates.models import Certificate, IssueBatch, Series
from certificates.rules import batches_to_decide
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, Membership
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_finished_cohort(kinds=[Kind.COURSE, Kind.LEVEL])


@pytest.fixture
def staff(cohort):
    return make_staff(Role.CENTRE_STAFF, centre=cohort.centre)


@pytest.fixture
def approver(cohort):
    return make_staff(Role.APPROVER, centre=cohort.centre)


def asked(cohort, staff, *, people: int = 2) -> IssueBatch:
    """A batch of language levels, checked."""
    for _ in range(people):
        make_completed(cohort=cohort)
    return run(domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))


def run(batch: IssueBatch) -> IssueBatch:
    batch = IssueBatch.objects.select_related("cohort__centre", "requested_by", "decided_by").get(pk=batch.pk)
    domain.run_batch(batch, now=NOW)
    batch.refresh_from_db()
    return batch


def states() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("state", flat=True))


def code_of(refused) -> str:
    return refused.value.code


def test_batch_of_a_kind_with_a_second_person_waits_with_drafts_and_no_number(cohort, staff):
    batch = asked(cohort, staff)
    assert (batch.state, states()) == (BatchState.AWAITING, ["draft", "draft"])
    assert set(Certificate.objects.values_list("number", "code", "n", "issued_at")) == {(None, None, None, None)}
    assert not Series.objects.exists()


def test_approver_of_the_centre_lets_drafts_become_certificates(cohort, staff, approver):
    batch = run(domain.approve_batch(asked(cohort, staff), actor=approver, now=NOW))
    assert (batch.state, batch.decided_by, states()) == (BatchState.DONE, approver, ["issued", "issued"])
    assert list(Certificate.objects.order_by("n").values_list("n", "issued_by")) == [(1, approver.pk), (2, approver.pk)]
    assert list(violations()) == []


def test_numbers_follow_the_alphabet_of_the_class(cohort, staff, approver):
    for name in ("Zaur Quliyev", "Əli Məmmədov", "Çingiz Abdullayev"):
        make_completed(cohort=cohort, person=make_person(name=name))
    run(domain.approve_batch(asked(cohort, staff, people=0), actor=approver, now=NOW))
    names = [each.snapshot["name_latin"] for each in Certificate.objects.order_by("n")]
    assert names == ["Çingiz Abdullayev", "Əli Məmmədov", "Zaur Quliyev"]


def test_national_approver_stands_in_for_a_centre_without_one(cohort, staff):
    batch = domain.approve_batch(asked(cohort, staff), actor=make_staff(Role.APPROVER), now=NOW)
    assert batch.state == BatchState.RUNNING


@pytest.mark.parametrize("decide", [domain.approve_batch, partial(domain.cancel_batch, because="Not now")])
def test_whoever_would_hold_one_may_not_decide(decide, cohort, staff):
    approver = make_staff(Role.APPROVER, centre=cohort.centre)
    make_completed(cohort=cohort, person=approver)
    batch = asked(cohort, staff)
    assert batch not in batches_to_decide(approver)
    with pytest.raises(Refusal) as refused:
        decide(batch, actor=approver, now=NOW)
    assert (code_of(refused), set(states())) == ("own_certificate", {"draft"})


def test_whoever_asked_may_not_approve(cohort, staff):
    Membership.objects.create(user=staff, role=Role.APPROVER, centre=cohort.centre)
    batch = asked(cohort, staff)
    with pytest.raises(Refusal) as refused:
        domain.approve_batch(batch, actor=staff, now=NOW)
    assert (code_of(refused), states()) == ("same_person", ["draft", "draft"])


def test_database_refuses_an_approval_by_whoever_asked(cohort, staff):
    batch = asked(cohort, staff)
    with pytest.raises(IntegrityError, match="issue_batch_approved_by_another"), transaction.atomic():
        IssueBatch.objects.filter(pk=batch.pk).update(decided_by=staff, state=BatchState.RUNNING)


@pytest.mark.parametrize("role", [Role.CENTRE_STAFF, Role.TRAINER, Role.AUDITOR])
def test_other_roles_may_not_approve(cohort, staff, role):
    with pytest.raises(Refusal) as refused:
        domain.approve_batch(asked(cohort, staff), actor=make_staff(role, centre=cohort.centre), now=NOW)
    assert code_of(refused) == "not_yours"


def test_approver_of_another_centre_may_not_approve(cohort, staff):
    with pytest.raises(Refusal) as refused:
        domain.approve_batch(asked(cohort, staff), actor=make_staff(Role.APPROVER, centre=make_centre()), now=NOW)
    assert code_of(refused) == "not_yours"


def test_approving_twice_is_once(cohort, staff, approver):
    batch = asked(cohort, staff)
    domain.approve_batch(batch, actor=approver, now=NOW)
    run(domain.approve_batch(batch, actor=make_staff(Role.APPROVER), now=NOW))
    assert AuditEvent.objects.filter(action="certificates.approved").count() == 1
    assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == 2


def test_batch_is_undone_before_it_is_approved(cohort, staff):
    batch = domain.cancel_batch(asked(cohort, staff), actor=staff, now=NOW)
    assert (batch.state, states()) == (BatchState.CANCELLED, ["cancelled", "cancelled"])
    again = run(domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))
    assert (again.state, again.rows.count()) == (BatchState.AWAITING, 2)


def test_batch_with_numbers_is_not_undone(cohort, staff, approver):
    batch = run(domain.approve_batch(asked(cohort, staff), actor=approver, now=NOW))
    with pytest.raises(Refusal) as refused:
        domain.cancel_batch(batch, actor=approver, now=NOW)
    assert (code_of(refused), states()) == ("moved_on", ["issued", "issued"])


def test_another_who_ends_it_says_why(cohort, staff, approver):
    batch = asked(cohort, staff)
    with pytest.raises(Refusal) as refused:
        domain.cancel_batch(batch, actor=approver, now=NOW, because=" ")
    assert (code_of(refused), states()) == ("no_reason", ["draft", "draft"])
    batch = domain.cancel_batch(batch, actor=approver, now=NOW, because=" Not yet ")
    assert (batch.state, batch.declined_because, states()) == (
        BatchState.CANCELLED,
        "Not yet",
        ["cancelled", "cancelled"],
    )


def test_cancelled_batch_is_not_approved(cohort, staff, approver):
    batch = domain.cancel_batch(asked(cohort, staff), actor=staff, now=NOW)
    with pytest.raises(Refusal) as refused:
        domain.approve_batch(batch, actor=approver, now=NOW)
    assert code_of(refused) == "moved_on"


def test_batch_cancelled_while_it_is_checked_leaves_no_draft(cohort, staff):
    make_completed(cohort=cohort)
    batch = domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL)
    domain.cancel_batch(batch, actor=staff, now=NOW)
    assert (run(batch).state, states()) == (BatchState.CANCELLED, [])


def test_person_renamed_between_check_and_approval_gets_what_was_approved(cohort, staff, approver):
    enrolment = make_completed(cohort=cohort, person=make_person(name="Leyla Aliyeva"))
    batch = asked(cohort, staff, people=0)
    enrolment.person.set_name("Somebody Else")
    enrolment.person.save()
    run(domain.approve_batch(batch, actor=approver, now=NOW))
    assert Certificate.objects.get().snapshot["name_latin"] == "Leyla Aliyeva"


def test_role_taken_away_after_approval_stops_the_issue(cohort, staff, approver):
    batch = domain.approve_batch(asked(cohort, staff), actor=approver, now=NOW)
    Membership.objects.filter(user=approver).delete()
    batch = run(batch)
    assert (batch.state, states()) == (BatchState.DONE, ["cancelled", "cancelled"])
    assert set(batch.rows.values_list("outcome", flat=True)) == {Outcome.REFUSED}
    assert not Series.objects.exists()


def test_kind_with_a_term_prints_its_last_day(cohort, staff, approver):
    admin = make_staff(Role.NATIONAL_ADMIN)
    domain.set_rule(Kind.LEVEL, Rule(second_person=True, months_valid=24), actor=admin, now=NOW)
    run(domain.approve_batch(asked(cohort, staff, people=1), actor=approver, now=NOW))
    certificate = Certificate.objects.get()
    assert (certificate.valid_until.isoformat(), certificate.snapshot["valid_until"]) == ("2028-11-23", "2028-11-23")


def test_kind_that_the_course_does_not_give_is_not_issued(cohort, staff):
    make_completed(cohort=cohort)
    with pytest.raises(Refusal) as refused:
        domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.DIPLOMA)
    assert (code_of(refused), IssueBatch.objects.count()) == ("wrong_kind", 0)


def test_draft_that_was_cancelled_meanwhile_ends_with_the_others(cohort, staff, approver):
    """The batch is over: whoever watches is not kept waiting for a paper that never comes."""
    batch = domain.approve_batch(asked(cohort, staff), actor=approver, now=NOW)
    cancel_draft(Certificate.objects.earliest("pk"), actor=None, now=NOW)
    batch = run(batch)
    progress = queries.progress(batch)
    assert (batch.state, progress.issued, progress.refused) == (BatchState.DONE, 1, 1)
    assert [queries.reason(row) for row in queries.came_of(batch).refused] == [queries.NO_ROOM]


def test_kind_is_asked_about_while_the_course_is_held(cohort, staff):
    make_completed(cohort=cohort)

    def taken_away(execute, sql, *rest):
        if sql.startswith("SELECT") and 'FROM "courses_course" ' in sql:  # a moment before it is held
            cohort.course.awards.exclude(kind=Kind.COURSE).delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(taken_away), pytest.raises(Refusal) as refused:
        domain.request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL)
    assert (code_of(refused), IssueBatch.objects.count()) == ("wrong_kind", 0)
