"""Issuing: one certificate a person, numbers without gaps, refusals before a number is spent."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from certificates import domain, proofs, signing
from certificates.domain import papers
from certificates.enums import BatchState, CertificateState, Outcome
from certificates.invariants import violations
from certificates.models import Certificate, IssueBatch, Series, TemplateVersion
from certificates.seals import seal
from courses.enums import EnrolmentState
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, CentreText, Membership, User
from lms.jobs.models import Job
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def test_issue_gives_the_first_number_of_the_centre_and_year(now):
    cohort = make_finished_cohort(centre=make_centre(code="bak"))
    certificate = domain.issue(make_completed(cohort=cohort), actor=None, now=now)
    assert (certificate.number, certificate.series.last) == ("AZ-BAK-2026-000001", 1)


def test_issue_numbers_run_on_without_gaps(now):
    cohort = make_finished_cohort()
    issued = [domain.issue(make_completed(cohort=cohort), actor=None, now=now).n for _ in range(3)]
    assert issued == [1, 2, 3]
    assert list(violations()) == []


def test_issue_again_returns_the_same_certificate(now):
    enrolment = make_completed()
    first = domain.issue(enrolment, actor=None, now=now)
    assert domain.issue(enrolment, actor=None, now=now) == first
    assert Series.objects.get().last == 1


def test_issue_prints_in_the_languages_that_the_course_is_written_in(now):
    enrolment = make_completed()
    enrolment.cohort.course.texts.exclude(language="az").delete()
    certificate = domain.issue(enrolment, actor=None, now=now)
    assert certificate.snapshot["languages"] == ["az"]
    assert domain.rendered(certificate).size > 5_000


def test_issue_prints_in_another_language_where_there_is_neither_of_the_two(now):
    enrolment = make_completed()
    enrolment.cohort.course.texts.exclude(language="ru").delete()
    assert domain.issue(enrolment, actor=None, now=now).snapshot["languages"] == ["ru"]


@pytest.mark.parametrize("of", ["course", "centre"])
def test_issue_refuses_where_nobody_has_written_a_name(now, of):
    enrolment = make_completed()
    getattr(enrolment.cohort, of).texts.all().delete()
    with pytest.raises(Refusal) as refused:
        domain.issue(enrolment, actor=None, now=now)
    assert refused.value.code == "no_text"
    assert not Series.objects.filter(last__gt=0).exists()


def test_issue_uses_the_year_of_baku_at_midnight(now):
    # 21:00 UTC on 31 December is one o'clock on 1 January in Baku.
    certificate = domain.issue(make_completed(), actor=None, now=now.replace(month=12, day=31, hour=21))
    assert certificate.series.year == 2027
    assert certificate.snapshot["issued_on"] == "2027-01-01"


@pytest.mark.parametrize("state", ["pending", "active", "not_completed", "withdrawn"])
def test_issue_refuses_who_has_not_completed(now, state):
    with pytest.raises(Refusal) as refused:
        domain.issue(make_completed(state=state), actor=None, now=now)
    assert refused.value.code == "not_completed"
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Мария Щербакова", "latin_name_missing"),
        ("محمد رضا حسینی", "latin_name_missing"),
        ("李娜", "latin_name_missing"),
    ],
)
def test_issue_refuses_before_a_number_is_spent(now, name, code):
    with pytest.raises(Refusal) as refused:
        domain.issue(make_completed(person=make_person(name=name)), actor=None, now=now)
    assert refused.value.code == code
    assert not Series.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    ("name", "latin", "characters"),
    [("Anna 😀", "", "😀 (U+1F600)"), ("李娜", "Li Na ꞵ", "ꞵ (U+A7B5)"), ("Aꞵꞵ 😀", "", "ꞵ (U+A7B5), 😀 (U+1F600)")],
)
def test_issue_refuses_a_name_that_cannot_be_drawn_and_names_the_characters(now, name, latin, characters):
    person = make_person(name=name, name_latin=latin)
    with pytest.raises(Refusal) as refused:
        domain.issue(make_completed(person=person), actor=None, now=now)
    assert refused.value.code == "not_drawable"
    assert characters in str(refused.value)
    assert not Series.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize("name", ["李娜", "अनिता", "ሰላም", "민준"])
def test_issue_prints_the_latin_name_alone_where_we_lack_the_letters_of_the_other(now, name):
    person = make_person(name=name, name_latin="Li Na")
    certificate = domain.issue(make_completed(person=person), actor=None, now=now)
    assert (certificate.snapshot["name_latin"], certificate.snapshot["name_own"]) == ("Li Na", "")


@pytest.mark.parametrize(
    ("name", "latin", "printed"),
    [
        ("Nino Kapanadze", "Nino Kapanadse", ("Nino Kapanadse", "")),
        ("Ann O'Neil-Smith Jr.", "Anne O'Neil-Smith Jr.", ("Anne O'Neil-Smith Jr.", "")),
        ("Əliyeva Günəş", "Aliyeva Gunash", ("Aliyeva Gunash", "Əliyeva Günəş")),
    ],
)
def test_name_in_the_letters_of_a_passport_is_printed_in_one_spelling(now, name, latin, printed):
    certificate = domain.issue(make_completed(person=make_person(name=name, name_latin=latin)), actor=None, now=now)
    assert (certificate.snapshot["name_latin"], certificate.snapshot["name_own"]) == printed


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Əliyeva Günəş", ""),
        ("Мария Щербакова", "Mariia Shcherbakova"),
        ("محمد رضا حسینی", "Mohammad Reza Hosseini"),
        ("გიორგი", "Giorgi"),
        ("Nguyễn Thị Ánh", ""),
        ("O", ""),
        ("A & B <b>C</b>", ""),
        ('<img src="/etc/passwd">', ""),
        ("Robert'); DROP TABLE students;--", ""),
        ("O’Neil-D'Angelo Jr.", ""),
    ],
)
def test_issue_prints_both_forms_of_a_name(now, name, latin):
    certificate = domain.issue(make_completed(person=make_person(name=name, name_latin=latin)), actor=None, now=now)
    expected = (latin, name) if latin else (name, "")
    assert (certificate.snapshot["name_latin"], certificate.snapshot["name_own"]) == expected
    assert domain.rendered(certificate).size > 5_000


def test_staff_of_another_centre_may_not_issue(now):
    stranger = make_staff(Role.CENTRE_STAFF, centre=make_centre())
    with pytest.raises(Refusal) as refused:
        domain.issue(make_completed(), actor=stranger, now=now)
    assert refused.value.code == "not_yours"


def test_issue_leaves_history_audit_and_a_job(now):
    enrolment = make_completed()
    staff = make_staff(Role.CENTRE_STAFF, centre=enrolment.cohort.centre)
    certificate = domain.issue(enrolment, actor=staff, now=now)
    assert [(event.action, event.actor) for event in certificate.events.order_by("pk")] == [
        ("drafted", staff),
        ("issued", staff),
    ]
    assert AuditEvent.objects.filter(action="certificate.issued", person=enrolment.person).count() == 1
    assert Job.objects.get(name="certificates.render").args == {"certificate_ids": [certificate.pk]}


def test_rendered_file_is_the_same_however_often_and_hashes_right(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    first = domain.rendered(certificate)
    with storages["private"].open(first.storage_key) as file:
        stored = file.read()
    assert hashlib.sha256(stored).hexdigest() == first.sha256
    assert domain.rendered(certificate) == first


def test_paper_before_its_seal_is_the_same_however_often(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    assert papers.drawn(certificate, now=now) == papers.drawn(Certificate.objects.get(), now=now)


def test_paper_carries_the_signed_credential_and_the_seal(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    with storages["private"].open(domain.rendered(certificate).storage_key) as file:
        paper = file.read()
    found = signing.seal_of(paper, roots=seal().roots())
    assert (found.is_intact, found.is_ours) == (True, True)
    with storages["private"].open(domain.credential_of(certificate, now=now).storage_key) as file:
        credential = json.load(file)
    proofs.check(credential, key=domain.public_key(certificate.signing_key))
    assert credential["credentialSubject"]["identifier"][0]["identityHash"] == certificate.snapshot["name_latin"]


def test_file_that_was_lost_is_drawn_again(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    first = domain.rendered(certificate)
    storages["private"].delete(first.storage_key)
    again = domain.rendered(certificate)
    assert (again.sha256 != first.sha256, domain.rendered(certificate)) == (True, again)  # its seal is a new one
    assert list(violations()) == []


def test_file_is_kept_once_however_many_draw_it_at_the_same_moment(now, monkeypatch):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    storage = storages["private"]
    monkeypatch.setattr(storage, "exists", lambda _name: False)  # as both saw it before the other had written
    papers.keep("certificates/1999/same.pdf", b"the same")
    monkeypatch.undo()
    papers.keep("certificates/1999/same.pdf", b"the same")
    domain.rendered(certificate)
    assert storage.listdir("certificates/1999")[1] == ["same.pdf"]


@pytest.mark.parametrize("kind", ["course", "level", "diploma"])
def test_editing_person_course_centre_and_template_afterwards_changes_no_issued_byte(now, kind):
    enrolment, office = make_completed(), make_staff(Role.NATIONAL_ADMIN)
    domain.set_rule(kind, domain.Rule(second_person=False), actor=office, now=now)
    certificate = domain.issue(enrolment, actor=None, now=now, kind=kind)
    before, kept = papers.drawn(certificate, now=now), domain.rendered(certificate)

    User.objects.filter(pk=enrolment.person_id).update(name="Somebody Else", name_latin="Somebody Else")
    enrolment.cohort.course.texts.update(title="Another course", statement="has done something else")
    type(enrolment.cohort.course).objects.update(hours=999, level="B2")
    CentreText.objects.update(name="Another centre", place="Elsewhere")
    draft = domain.start_draft(certificate.template_version, actor=office, now=now)
    changed = draft.spec | {"issuer": {"az": "Başqası", "en": "Somebody else"}, "languages": ["ru"]}
    draft = domain.save_draft(draft, spec=changed, rev=draft.rev, actor=office, now=now)
    domain.publish(draft, rev=draft.rev, actor=office, now=now)
    domain.retire(certificate.template_version, actor=office, now=now)

    certificate = Certificate.objects.get()
    assert papers.drawn(certificate, now=now) == before
    assert domain.rendered(certificate) == kept
    assert domain.issue(enrolment, actor=None, now=now, kind=kind) == certificate
    assert domain.template_version(kind) == draft


@pytest.mark.parametrize(
    "change",
    [{"number": "X-1"}, {"snapshot": {}}, {"n": 7}, {"code": "A" * 16}, {"issued_by": None, "snapshot_sha256": ""}],
)
def test_register_refuses_to_be_rewritten(now, change):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)
    certificate.refresh_from_db()
    assert certificate.n == 1


def test_register_refuses_to_forget(now):
    certificate = domain.issue(make_completed(), actor=None, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk)._raw_delete(Certificate.objects.db)
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"state": "issued"}, {"state": "superseded"}, {"revoked_at": NOW + timedelta(days=1)}]
)
def test_revoked_stays_revoked(now, change):
    domain.issue(make_completed(), actor=None, now=now)
    Certificate.objects.update(state=CertificateState.REVOKED, revoked_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(**change)
    assert Certificate.objects.get().state == CertificateState.REVOKED


@pytest.mark.parametrize("change", [{"last": 0}, {"prefix": "AZ-X"}, {"year": 2025}])
def test_series_never_counts_back_or_takes_another_name(now, change):
    domain.issue(make_completed(), actor=None, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.update(**change)
    assert Series.objects.get().last == 1


@pytest.mark.parametrize("change", [{"n": 9}, {"spec": {}}, {"published_at": None}, {"state": "draft"}])
def test_published_template_is_not_changed(change):
    before = domain.template_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.update(**change)
    found = TemplateVersion.objects.get()
    assert (found.n, found.spec, found.published_at, found.state) == (
        before.n,
        before.spec,
        before.published_at,
        before.state,
    )


# --- A whole cohort -----------------------------------------------------------------------------------------------------


@pytest.fixture
def cohort():
    return make_finished_cohort()


@pytest.fixture
def staff(cohort):
    return make_staff(Role.CENTRE_STAFF, centre=cohort.centre, language="en")


def test_batch_issues_to_everybody_and_says_who_was_refused(cohort, staff, now):
    for _ in range(3):
        make_completed(cohort=cohort)
    unnamed = make_completed(cohort=cohort, person=make_person(name="Мария"))
    make_completed(cohort=cohort, state=EnrolmentState.ACTIVE)
    batch = domain.request_batch(cohort, actor=staff, now=now)
    domain.run_batch(batch, now=now)
    outcomes = sorted(batch.rows.values_list("outcome", flat=True))
    assert outcomes == [Outcome.ISSUED, Outcome.ISSUED, Outcome.ISSUED, Outcome.REFUSED]
    refused = batch.rows.get(outcome=Outcome.REFUSED)
    assert refused.enrolment == unnamed
    assert refused.reason == "The name in Latin letters is missing. Write it as it stands in the passport."
    assert IssueBatch.objects.get().state == BatchState.DONE
    assert Job.objects.filter(name="certificates.render").count() == 1
    assert list(violations()) == []


def test_batch_run_twice_changes_nothing(cohort, staff, now):
    make_completed(cohort=cohort)
    batch = domain.request_batch(cohort, actor=staff, now=now)
    domain.run_batch(batch, now=now)
    rows = list(batch.rows.values())
    batch.refresh_from_db()
    domain.run_batch(batch, now=now)
    assert list(batch.rows.values()) == rows
    assert Certificate.objects.count() == 1


def test_batch_stops_issuing_when_the_role_of_whoever_asked_is_taken_away(cohort, staff, now):
    for _ in range(3):
        make_completed(cohort=cohort)
    batch = domain.request_batch(cohort, actor=staff, now=now)

    def revoke_after_the_first(execute, sql, *rest):
        result = execute(sql, *rest)
        if sql.startswith('INSERT INTO "certificates_certificate" '):
            Membership.objects.filter(user=staff).delete()
        return result

    with connection.execute_wrapper(revoke_after_the_first):
        domain.run_batch(batch, now=now)
    assert list(batch.rows.order_by("pk").values_list("outcome", "code")) == [
        (Outcome.REFUSED, "no_longer_allowed"),
        (Outcome.REFUSED, "no_longer_allowed"),
        (Outcome.REFUSED, "no_longer_allowed"),
    ]
    assert not Series.objects.filter(last__gt=0).exists()


def test_batch_pressed_twice_is_one_batch(cohort, staff, now):
    make_completed(cohort=cohort)
    first = domain.request_batch(cohort, actor=staff, now=now)
    assert domain.request_batch(cohort, actor=staff, now=now) == first


def test_batch_for_nobody_is_refused(cohort, staff, now):
    with pytest.raises(Refusal) as refused:
        domain.request_batch(cohort, actor=staff, now=now)
    assert refused.value.code == "nobody_due"


def test_batch_of_another_centre_is_refused(cohort, now):
    make_completed(cohort=cohort)
    with pytest.raises(Refusal) as refused:
        domain.request_batch(cohort, actor=make_staff(Role.CENTRE_STAFF, centre=make_centre()), now=now)
    assert refused.value.code == "not_yours"
