"""One certificate: looking at it, printing it again, replacing it, revoking it."""

import hashlib

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from certificates import domain
from certificates.enums import CertificateState, Reason
from certificates.models import Certificate, IssueBatch, Revocation
from lms.accounts.enums import Role
from lms.accounts.models import Membership
from tests.conftest import NOW
from tests.desk.pages import cells, errors, told, words
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff


@pytest.fixture
def certificate(centre, staff):
    cohort = make_finished_cohort(centre=centre)
    return domain.issue(make_completed(cohort=cohort, person=make_person(name="Leyla Aliyva")), actor=staff, now=NOW)


@pytest.fixture
def approver(centre):
    return make_staff(Role.APPROVER, centre=centre, language="en", name="Second Person")


def page(name: str, thing) -> str:
    return reverse(f"desk:{name}", args=[thing.public_id])


def mended(certificate) -> None:
    person = certificate.enrolment.person
    person.set_name("Leyla Aliyeva")
    person.save()


def asked(certificate, staff, **over) -> Revocation:
    facts = {"reason": Reason.FRAUD, "note": "Two papers", "actor": staff, "now": NOW}
    return domain.request_revocation(certificate, **facts | over)


def state(certificate) -> str:
    return Certificate.objects.get(pk=certificate.pk).state


def test_page_says_what_is_printed_what_happened_and_which_files(desk, certificate, staff):
    paper = domain.rendered(certificate)
    response = desk.get(page("certificate", certificate))
    said = words(response)

    for each in ("Leyla Aliyva", certificate.number, "Valid", "Azerbaijani for beginners", paper.sha256):
        assert each in said
    assert [(each.action, each.actor) for each in response.context["history"]] == [
        ("Prepared", staff),
        ("Issued", staff),
    ]
    assert response.context["files"].count() == 2


def test_approver_may_revoke_and_neither_print_nor_replace(sit_down, approver, certificate):
    context = sit_down(approver).get(page("certificate", certificate)).context

    assert (context["may_issue"], context["may_revoke"]) == (False, True)


def test_number_of_queries_of_the_page_is_fixed(desk, certificate, staff, django_assert_max_num_queries):
    for _ in range(30):
        domain.duplicate(certificate, actor=staff, now=NOW)
    with django_assert_max_num_queries(20):
        desk.get(page("certificate", certificate))


def test_lost_paper_is_the_same_file_with_its_reason_written_down(desk, certificate, staff):
    first = domain.rendered(certificate)
    response = desk.post(page("duplicate", certificate), {"reason": "damaged"})
    event = certificate.events.get(action="duplicate")

    assert hashlib.sha256(response.getvalue()).hexdigest() == first.sha256
    assert response.headers["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
    assert (event.actor, event.facts) == (staff, {"reason": "damaged"})
    assert "The paper is damaged" in words(desk.get(page("certificate", certificate)))


def lose_files(certificate) -> None:
    domain.rendered(certificate)
    for file in certificate.files.all():
        storages["private"].delete(file.storage_key)


def test_paper_whose_file_was_lost_from_the_disk_is_made_again(desk, certificate):
    lose_files(certificate)
    response = desk.post(page("duplicate", certificate), {"reason": "lost"})

    assert response.getvalue()[:5] == b"%PDF-"


def test_paper_whose_file_was_lost_waits_while_the_keys_are_away(desk, certificate, settings, tmp_path):
    lose_files(certificate)
    settings.KEYS_DIR, settings.KEYS_MADE_ON_FIRST_USE = tmp_path, False
    response = desk.post(page("duplicate", certificate), {"reason": "lost"}, follow=True)

    assert told(response) == [
        "The paper cannot be made just now. Try again in a few minutes. If it stays so, tell the national office."
    ]
    assert not certificate.events.filter(action="duplicate").exists()


def test_paper_is_not_printed_again_without_a_reason(desk, certificate):
    response = desk.post(page("duplicate", certificate), {"reason": "nonsense"})

    assert list(errors(response)) == ["reason"]
    assert not certificate.events.filter(action="duplicate").exists()


def test_paper_revoked_meanwhile_is_not_printed_again(desk, certificate, staff, approver):
    domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    response = desk.post(page("duplicate", certificate), {"reason": "lost"}, follow=True)

    assert told(response) == ["Only a valid certificate is printed again."]


def test_without_a_change_the_way_leads_to_the_name(desk, certificate):
    response = desk.get(page("replace", certificate))

    assert response.context["differences"] == []
    assert f"/name/?certificate={certificate.public_id}" in response.content.decode()


def test_mended_name_leads_back_and_both_names_stand_side_by_side(desk, certificate):
    to = page("name", certificate.enrolment.person) + f"?certificate={certificate.public_id}"
    response = desk.post(to, {"name": "Leyla Aliyeva", "name_latin": ""}, follow=True)

    assert response.redirect_chain == [(page("replace", certificate), 302)]
    assert cells(response) == [["Name in Latin letters", "Leyla Aliyva", "Leyla Aliyeva"]]


def test_replacement_goes_to_the_second_person(desk, certificate, staff):
    mended(certificate)
    response = desk.post(page("replace", certificate), {"reason": "misspelt"})
    batch = IssueBatch.objects.get()

    assert (response.headers["Location"], batch.purpose, batch.requested_by) == (page("batch", batch), "reissue", staff)
    assert "A replacement is on its way" in words(desk.get(page("certificate", certificate)))
    assert "A replacement has been asked for already." in words(desk.get(page("replace", certificate)))


def test_two_who_ask_for_the_same_replacement_ask_once(desk, certificate):
    mended(certificate)
    first, second = (desk.post(page("replace", certificate), {"reason": "misspelt"}) for _ in range(2))

    assert (first.headers["Location"] == second.headers["Location"], IssueBatch.objects.count()) == (True, 1)


def test_unchanged_certificate_is_refused_above_the_form(desk, certificate):
    response = desk.post(page("replace", certificate), {"reason": "misspelt"})

    assert errors(response) == {
        "__all__": ["Nothing on it has changed. Correct the name or the course first, or print the same paper again."]
    }


def test_name_that_cannot_be_printed_is_told_before_anything_is_asked(desk, certificate):
    person = certificate.enrolment.person
    person.set_name("Лейла Алиева")
    person.save()

    assert desk.get(page("replace", certificate)).context["obstacle"] == (
        "The name in Latin letters is missing. Write it as it stands in the passport."
    )


@pytest.mark.parametrize("name", ["replace", "revoke"])
def test_page_of_a_certificate_that_has_ended_offers_nothing(name, desk, certificate, staff, approver):
    domain.decide_revocation(asked(certificate, staff), agreed=True, actor=approver, now=NOW)
    response = desk.get(page(name, certificate))
    again = desk.post(page(name, certificate), {"reason": "misspelt"})

    assert [each.context["is_open"] for each in (response, again)] == [False, False]
    assert Revocation.objects.count() == 1


def test_revocation_waits_for_another_and_the_paper_stays_valid(desk, certificate, staff):
    response = desk.post(page("revoke", certificate), {"reason": "fraud", "note": "Two papers"}, follow=True)
    revocation = Revocation.objects.get()

    assert response.redirect_chain == [(page("revocation", revocation), 302)]
    assert (revocation.note, revocation.requested_by, state(certificate)) == ("Two papers", staff, "issued")
    assert response.context["may_agree"] is False


def test_another_reason_is_explained_at_its_field_and_what_was_typed_is_kept(desk, certificate):
    response = desk.post(page("revoke", certificate), {"reason": "other", "note": " "})

    assert errors(response) == {"note": ["Say why in a few words."]}
    assert response.context["form"]["reason"].value() == "other"


def test_note_that_is_needed_with_another_reason_is_not_said_to_be_optional(desk, certificate):
    said = words(desk.get(page("revoke", certificate)))

    assert ["With “Another reason” it is needed: say which." in said, "you may leave this empty" in said] == [
        True,
        False,
    ]


@pytest.mark.parametrize("note", ["x" * 501, "a\0b"])
def test_note_that_the_database_would_refuse_is_told_at_its_field(note, desk, certificate):
    response = desk.post(page("revoke", certificate), {"reason": "fraud", "note": note})

    assert (list(errors(response)), Revocation.objects.count()) == (["note"], 0)


def test_second_request_leads_to_the_first(desk, certificate, staff):
    first = asked(certificate, staff)
    response = desk.post(page("revoke", certificate), {"reason": "misspelt"}, follow=True)

    assert response.redirect_chain == [(page("revocation", first), 302)]
    assert told(response) == ["This has been asked for already."]


def test_second_person_sees_why_and_revokes(sit_down, approver, certificate, staff):
    revocation = asked(certificate, staff)
    desk = sit_down(approver)
    before = desk.get(page("revocation", revocation))
    response = desk.post(page("revocation", revocation), {"do": "agree"}, follow=True)

    assert ("Fraud" in words(before), "Two papers" in words(before), before.context["may_agree"]) == (True, True, True)
    assert (told(response), state(certificate)) == (["The certificate is revoked."], "revoked")
    assert "Second Person" in words(response)


def test_whoever_asked_does_not_agree_even_as_an_approver(desk, certificate, staff, centre):
    Membership.objects.create(user=staff, role=Role.APPROVER, centre=centre)
    revocation = asked(certificate, staff)
    shown = desk.get(page("revocation", revocation))
    response = desk.post(page("revocation", revocation), {"do": "agree"}, follow=True)

    assert (shown.context["may_agree"], shown.context["may_decline"]) == (False, True)
    assert (told(response), state(certificate)) == (["You asked for this. Another person must decide."], "issued")


def test_only_whoever_may_decide_is_asked_to_decide(desk, sit_down, approver, certificate, staff):
    """Not whoever asked, not her colleague at the counter, and not the holder."""
    asked(certificate, staff)
    holder = certificate.enrolment.person
    Membership.objects.create(user=holder, role=Role.APPROVER, centre=certificate.centre)
    colleague = make_staff(centre=certificate.centre)
    browsers = [desk, sit_down(approver), sit_down(colleague), sit_down(holder)]
    sentences = ("See your request", "See why, and decide", "See why")
    found = [
        next(each for each in sentences if each in words(browser.get(page(name, certificate))))
        for name in ("certificate", "revoke")
        for browser in browsers
    ]

    assert found == ["See your request", "See why, and decide", "See why", "See why"] * 2


def test_holder_is_not_offered_to_decide(sit_down, certificate, staff, centre):
    Membership.objects.create(user=certificate.enrolment.person, role=Role.APPROVER, centre=centre)
    context = sit_down(certificate.enrolment.person).get(page("revocation", asked(certificate, staff))).context

    assert (context["may_agree"], context["may_decline"]) == (False, False)


def test_whoever_asked_takes_it_back(desk, certificate, staff):
    revocation = asked(certificate, staff)
    response = desk.post(page("revocation", revocation), {"do": "decline"}, follow=True)

    assert told(response) == ["The certificate stays valid."]
    assert "Taken back by" in words(response)


def test_second_person_who_leaves_it_valid_says_why_and_it_stays_in_the_history(sit_down, approver, certificate, staff):
    revocation, desk = asked(certificate, staff), sit_down(approver)
    silent = desk.post(page("revocation", revocation), {"do": "decline", "because": " "})
    desk.post(page("revocation", revocation), {"do": "decline", "because": "It was earned"})

    assert (errors(silent), state(certificate)) == ({"because": ["This field is required."]}, "issued")
    assert "Why it was declined It was earned" in words(desk.get(page("revocation", revocation)))
    assert "It was decided not to revoke it It was earned" in words(desk.get(page("certificate", certificate)))


def test_declined_replacement_stays_in_the_history_with_its_reason(desk, certificate, staff, approver):
    mended(certificate)
    batch = domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    domain.cancel_batch(batch, actor=approver, now=NOW, because="It is right as it is")

    assert "It was decided not to replace it It is right as it is" in words(desk.get(page("certificate", certificate)))


def test_later_decision_reads_what_the_first_was(sit_down, approver, certificate, staff):
    revocation = asked(certificate, staff)
    desk = sit_down(make_staff(Role.APPROVER, centre=certificate.centre, language="en"))
    domain.decide_revocation(revocation, agreed=False, actor=approver, now=NOW, because="It was earned")
    response = desk.post(page("revocation", revocation), {"do": "agree"}, follow=True)

    assert (told(response), state(certificate)) == (["Somebody else has decided meanwhile."], "issued")


def test_request_about_a_paper_that_was_replaced_meanwhile_can_only_be_closed(sit_down, approver, certificate, staff):
    revocation = asked(certificate, staff)
    desk = sit_down(approver)
    Certificate.objects.update(state=CertificateState.SUPERSEDED)
    shown = desk.get(page("revocation", revocation))
    late = desk.post(page("revocation", revocation), {"do": "agree"}, follow=True)
    closed = desk.post(page("revocation", revocation), {"do": "decline"}, follow=True)

    assert (shown.context["may_agree"], shown.context["may_decline"]) == (False, True)
    assert told(late) == ["Only a valid certificate can be revoked."]
    assert (Revocation.objects.get().agreed, closed.status_code) == (False, 200)


def test_post_that_decides_nothing_changes_nothing(sit_down, approver, certificate, staff):
    revocation = asked(certificate, staff)
    sit_down(approver).post(page("revocation", revocation), {"do": "explode"})

    assert Revocation.objects.get().agreed is None


def test_replaced_certificate_and_its_successor_lead_to_each_other(desk, certificate, staff, approver):
    mended(certificate)
    batch = domain.request_replacement(certificate, reason=Reason.MISSPELT, actor=staff, now=NOW)
    batches = IssueBatch.objects.select_related("cohort__centre", "requested_by", "decided_by")
    domain.run_batch(batches.get(), now=NOW)
    domain.approve_batch(batch, actor=approver, now=NOW)
    domain.run_batch(batches.get(), now=NOW)
    old, new = Certificate.objects.order_by("n")

    assert desk.get(page("certificate", old)).context["successor"] == new
    assert desk.get(page("certificate", new)).context["predecessor"] == old
