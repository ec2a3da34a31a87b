"""A request by one person and its decision by another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.domain import (
    approve_batch,
    cancel_batch,
    decide_revocation,
    issue,
    request_batch,
    request_revocation,
)
from certificates.enums import BatchState, Kind, Reason
from certificates.models import Certificate, IssueBatch
from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.jobs.models import Job
from tests.conftest import NOW
from tests.desk.pages import cells, errors, told, words
from tests.factories.certificates import carry_out, make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff


@pytest.fixture
def cohort(centre):
    return make_finished_cohort(centre=centre, kinds=[Kind.COURSE, Kind.LEVEL])


@pytest.fixture
def approver(centre):
    return make_staff(Role.APPROVER, centre=centre, language="en", name="Rena Approver")


@pytest.fixture
def approving(approver, sit_down):
    return sit_down(approver)


@pytest.fixture
def batch(cohort, staff) -> IssueBatch:
    """Waits for its approval."""
    make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    make_completed(cohort=cohort, person=make_person(name="GÜNƏŞ ƏLIYEVA", name_latin="GUNASH ALIYEVA"))
    return ask(cohort, staff)


def ask(cohort, staff) -> IssueBatch:
    """What the clerk asked for, checked."""
    return carry_out(request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))


def address(name: str, batch: IssueBatch) -> str:
    return reverse(f"desk:{name}", args=[batch.public_id])


def buttons(response) -> set[str]:
    return {
        name
        for name in ("approve_batch", "cancel_batch")
        if f'="{address(name, response.context["batch"])}"' in response.content.decode()
    }


def test_second_person_sees_the_names_as_printed_with_their_doubts_and_decides(approving, batch):
    response = approving.get(address("batch", batch))

    assert ([row[0] for row in cells(response)], buttons(response), "Approve 2 certificates" in words(response)) == (
        [
            "Anna Smith",
            "GUNASH ALIYEVA GÜNƏŞ ƏLIYEVA “GUNASH ALIYEVA” is all in capitals. “GÜNƏŞ ƏLIYEVA” is all in capitals.",
        ],
        {"approve_batch", "cancel_batch"},
        True,
    )


def test_second_person_reads_what_of_this_kind_was_revoked_before(approving, approver, cohort, staff):
    done = make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    issue(done, actor=staff, now=NOW)
    approve_batch(ask(cohort, staff), actor=approver, now=NOW)
    certificate = carry_out(IssueBatch.objects.get()).rows.get().certificate
    asked = request_revocation(certificate, reason=Reason.OTHER, note="Two papers", actor=staff, now=NOW)
    decide_revocation(asked, agreed=True, actor=approver, now=NOW)

    response = approving.get(address("batch", ask(cohort, staff)))

    assert cells(response)[0][0] == (
        f"Anna Smith Had {certificate.number}, which was revoked on 23 November 2026: Another reason. Two papers "
        f"In the register : {certificate.number}"
    )


def test_whoever_would_hold_one_is_not_asked_to_approve(approving, approver, cohort, staff):
    make_completed(cohort=cohort, person=approver)
    response = approving.get(address("batch", carry_out(request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))))
    told_why = "One of them would be your own. The centre has no other approver, so the national office decides."

    assert (told_why in words(response), "take it back" in words(response), buttons(response)) == (True, False, set())


def test_whoever_asked_sees_that_another_must_approve_and_can_take_back(desk, batch, approver):
    response = desk.get(address("batch", batch))

    assert (
        "Another person must approve these certificates" in words(response),
        "An approver of the centre decides." in words(response),
        buttons(response),
    ) == (True, True, {"cancel_batch"})


def test_centre_without_another_approver_is_told_who_decides(desk, staff, batch, centre):
    Membership.objects.create(user=staff, role=Role.APPROVER, centre=centre)

    assert "the national office decides" in words(desk.get(address("batch", batch)))


def test_approval_starts_the_issue(approving, approver, batch):
    response = approving.post(address("approve_batch", batch), follow=True)
    batch.refresh_from_db()

    assert (batch.state, batch.decided_by, "0 of 2 done" in words(response), told(response)) == (
        BatchState.RUNNING,
        approver,
        True,
        [],
    )


def test_two_who_approve_at_once_approve_once(approving, centre, batch, sit_down):
    other = sit_down(make_staff(Role.APPROVER, centre=centre))
    told_both = [told(each.post(address("approve_batch", batch), follow=True)) for each in (approving, other)]

    assert (told_both, Job.objects.filter(name="certificates.run_batch").count()) == ([[], []], 2)


def test_whoever_asked_is_refused_with_a_sentence(desk, staff, centre, batch):
    Membership.objects.create(user=staff, role=Role.APPROVER, centre=centre)
    response = desk.post(address("approve_batch", batch), follow=True)

    assert (told(response), states()) == (
        ["You asked for these certificates. Another person must approve them."],
        ["draft", "draft"],
    )


def test_staff_who_may_not_approve_are_refused_with_a_sentence(batch, centre, sit_down):
    colleague = sit_down(make_staff(centre=centre, language="en"))

    assert told(colleague.post(address("approve_batch", batch), follow=True)) == [
        "Only an approver of the centre or of the national office decides this."
    ]


def test_what_was_taken_back_is_not_approved(approving, desk, batch):
    desk.post(address("cancel_batch", batch))
    response = approving.post(address("approve_batch", batch), follow=True)

    assert (told(response), "Taken back" in words(response), states()) == (
        ["This is no longer possible. Reload the page to see the present state."],
        True,
        ["cancelled", "cancelled"],
    )


def test_what_was_declined_says_by_whom_and_why(approving, desk, batch):
    approving.post(address("cancel_batch", batch), {"because": "Two names are wrong"})
    found = words(desk.get(address("batch", batch)))

    assert [
        sentence in found
        for sentence in ("Declined", "Rena Approver decided so on 23 November 2026, 10:00.", "Why: Two names are wrong")
    ] == [True] * 3


@pytest.mark.parametrize("because", ["", "  ", "x" * 301, "a\0b"])
def test_declining_without_a_reason_that_can_be_kept_ends_nothing(because, approving, batch):
    response = approving.post(address("cancel_batch", batch), {"because": because})
    batch.refresh_from_db()

    assert (list(errors(response)), batch.state) == (["because"], BatchState.AWAITING)


def test_another_is_asked_why_and_whoever_asked_is_not(approving, desk, batch):
    assert ["Why not?" in words(each.get(address("cancel_batch", batch))) for each in (approving, desk)] == [
        True,
        False,
    ]


def test_what_was_approved_is_not_declined(approving, desk, batch):
    approving.post(address("approve_batch", batch))
    response = desk.post(address("cancel_batch", batch), follow=True)
    batch.refresh_from_db()

    assert (told(response), batch.state) == (
        ["These certificates have numbers already. They can only be replaced or revoked."],
        BatchState.RUNNING,
    )


def test_what_goes_on_by_itself_is_taken_back_only_while_nobody_works_on_it(desk, cohort, staff):
    make_completed(cohort=cohort)
    batch = request_batch(cohort, actor=staff, now=NOW)
    at_once = buttons(desk.get(address("batch", batch)))
    Job.objects.update(created_at=NOW - timedelta(minutes=1))

    assert (at_once, buttons(desk.get(address("batch", batch)))) == (set(), {"cancel_batch"})


def test_request_is_taken_back_while_it_is_checked(desk, cohort, staff):
    make_completed(cohort=cohort)
    batch = request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL)
    shown = buttons(desk.get(address("batch", batch)))
    desk.post(address("cancel_batch", batch))
    carry_out(batch)

    assert (shown, batch.state, states()) == ({"cancel_batch"}, BatchState.CANCELLED, [])


def test_name_that_changed_after_the_check_is_pointed_out(desk, batch):
    person = Certificate.objects.get(snapshot__name_latin="Anna Smith").enrolment.person
    person.set_name("Anna Schmidt")
    person.save()

    assert "It is Anna Schmidt now." in words(desk.get(address("batch", batch)))


def test_draft_is_shown_as_pdf_until_it_is_decided(approving, batch):
    draft = Certificate.objects.earliest("pk")
    where = reverse("desk:draft", args=[batch.public_id, draft.public_id])
    first = approving.get(where)
    cancel_batch(batch, actor=batch.requested_by, now=NOW)

    assert (first.content[:5], first.headers["Content-Type"], approving.get(where).status_code) == (
        b"%PDF-",
        "application/pdf",
        404,
    )


def test_certificate_that_is_no_longer_valid_is_listed_apart(approving, desk, batch):
    approving.post(address("approve_batch", batch))
    batch.refresh_from_db()
    carry_out(IssueBatch.objects.get(pk=batch.pk))
    gone = Certificate.objects.earliest("n")
    Certificate.objects.filter(pk=gone.pk).update(state="revoked", revoked_at=NOW)
    came = desk.get(address("batch", batch)).context["came"]

    assert ([row.certificate for row in came.gone], len(came.issued)) == ([gone], 1)


@pytest.mark.parametrize("many", [2, 30])
def test_queries_of_what_waits_for_approval_do_not_grow(many, approving, cohort, staff, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    batch = carry_out(request_batch(cohort, actor=staff, now=NOW, kind=Kind.LEVEL))
    with django_assert_num_queries(13):
        approving.get(address("batch", batch))


def states() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("state", flat=True))
