import re
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.domain import decide_revocation, issue, request_revocation, run_batch
from certificates.domain.issuing import checked, write_draft
from certificates.enums import Kind, Reason
from certificates.models import Certificate, IssueBatch
from courses.enums import EnrolmentState
from courses.models import Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import LearnerProfile
from lms.desk.queries.roster import Alike
from lms.jobs.models import Job
from tests.conftest import NOW
from tests.desk.pages import cells, told, words
from tests.factories.certificates import carry_out, make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff


@pytest.fixture
def cohort(centre):
    return make_finished_cohort(centre=centre)


def page(cohort, kind: str = Kind.COURSE) -> str:
    return reverse("desk:issue_kind", args=[cohort.public_id, kind])


def asked_for(desk, cohort) -> IssueBatch:
    desk.post(page(cohort))
    return IssueBatch.objects.get()


def test_page_says_who_is_ready_who_must_be_mended_and_who_is_not_due(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="Ayşe Demir"))
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    make_completed(cohort=cohort, person=make_person(name="李明", name_latin="Li Ming"))
    make_completed(cohort=cohort, person=make_person(name="Anna 😀"))
    left = make_completed(cohort=cohort, person=make_person(name="Omar Khan"))
    Enrolment.objects.filter(pk=left.pk).update(state=EnrolmentState.WITHDRAWN)
    context = desk.get(page(cohort)).context

    assert {
        "ready": [row.person.name for row, _alike in context["ready"]],
        "stopped": [(row.person.name, row.obstacle) for row in context["stopped"]],
        "others": [row.person.name for row in context["others"]],
    } == {
        "ready": ["Ayşe Demir", "李明"],
        "stopped": [
            ("Anna 😀", "These characters cannot be printed: 😀 (U+1F600). Write the name in Latin letters."),
            ("Пётр Смирнов", "The name in Latin letters is missing. Write it as it stands in the passport."),
        ],
        "others": ["Omar Khan"],
    }


def test_obstacles_shown_are_the_refusals_of_issuing(desk, cohort):
    people = (("Ayşe Demir", ""), ("Пётр", ""), ("李明", "Li Ming"), ("Anna 😀", ""), ("გიორგი", "Giorgi"))
    for name, latin in people:
        make_completed(cohort=cohort, person=make_person(name=name, name_latin=latin))
    expected = {row.person.name for row, _alike in desk.get(page(cohort)).context["ready"]}
    carry_out(asked_for(desk, cohort))

    assert {each.enrolment.person.name for each in Certificate.objects.all()} == expected


def test_page_says_which_spelling_cannot_be_printed(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="李明", name_latin="Li Ming"))
    make_completed(cohort=cohort, person=make_person(name="გიორგი ბერიძე", name_latin="Giorgi Beridze"))

    assert [row[0] for row in cells(desk.get(page(cohort)))] == [
        "Giorgi Beridze გიორგი ბერიძე",
        "Li Ming without 李明 : we cannot print these letters",
    ]


def test_certificates_are_asked_for_once(desk, cohort):
    make_completed(cohort=cohort)
    first, second = desk.post(page(cohort)), desk.post(page(cohort))
    batch = IssueBatch.objects.get()

    assert (
        first.headers["Location"],
        second.headers["Location"],
        Job.objects.filter(name="certificates.run_batch").count(),
    ) == (
        reverse("desk:batch", args=[batch.public_id]),
        reverse("desk:batch", args=[batch.public_id]),
        1,
    )


def test_nobody_due_is_told(desk, cohort):
    assert told(desk.post(page(cohort), follow=True)) == ["Nobody in this cohort is waiting for a certificate."]


def test_looking_issues_nothing(desk, cohort):
    make_completed(cohort=cohort)
    desk.get(page(cohort))

    assert (IssueBatch.objects.count(), Certificate.objects.count()) == (0, 0)


def test_work_is_watched_and_survives_a_reload(desk, cohort):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    address = reverse("desk:batch", args=[batch.public_id])
    first, again = desk.get(address).content.decode(), desk.get(address).content.decode()
    polled = re.search(r'hx-get="([^"]+)" hx-trigger="([^"]+)"', again).groups()

    assert (polled, "0 of 1 checked" in first, "0 of 1 checked" in again, '<meta http-equiv="refresh"' in again) == (
        (reverse("desk:batch_progress", args=[batch.public_id]), "every 1s"),
        True,
        True,
        True,
    )


def test_part_that_is_asked_for_says_when_to_stop(desk, cohort):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    address = reverse("desk:batch_progress", args=[batch.public_id])
    before = desk.get(address).content.decode()
    carry_out(batch)
    after = desk.get(address).content.decode()

    assert ("hx-get" in before, "hx-get" in after, "<html" in after) == (True, False, False)


def test_end_says_what_was_issued_and_what_was_not(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="Ayşe Demir"))
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    batch = asked_for(desk, cohort)
    carry_out(batch)
    response = desk.get(reverse("desk:batch", args=[batch.public_id]))
    certificate = Certificate.objects.get()
    text = words(response)

    assert (
        "1 certificate is issued" in text,
        "1 certificate could not be issued" in text,
        [(row.enrolment.person.name, reason) for row, reason in response.context["refused"]],
        reverse("certificate_pdf", args=[certificate.public_id]) in response.content.decode(),
        "htmx" in response.content.decode(),
    ) == (
        True,
        True,
        [("Пётр Смирнов", "The name in Latin letters is missing. Write it as it stands in the passport.")],
        True,
        False,
    )


def test_whoever_holds_a_certificate_is_listed_with_its_number(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="Ayşe Demir"))
    carry_out(asked_for(desk, cohort))

    assert cells(desk.get(page(cohort))) == [
        ["Ayşe Demir", "Completed", f"Holds a certificate: {Certificate.objects.get().number}"]
    ]


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_page_do_not_grow(many, desk, cohort, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=cohort)
    with django_assert_num_queries(18):
        desk.get(page(cohort))


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_finished_work_do_not_grow(many, desk, cohort, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    carry_out(batch)
    with django_assert_num_queries(10):
        desk.get(reverse("desk:batch", args=[batch.public_id]))


def test_asking_again_and_again_costs_little(desk, cohort, django_assert_num_queries):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    with django_assert_num_queries(10):
        desk.get(reverse("desk:batch_progress", args=[batch.public_id]))


def test_reason_is_said_in_the_language_of_the_reader(desk, cohort, staff, sit_down):
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    batch = asked_for(desk, cohort)
    carry_out(batch)
    response = sit_down(staff, "ru").get(reverse("desk:batch", args=[batch.public_id]))

    assert [str(reason) for _row, reason in response.context["refused"]] == [
        "Не указано имя латинскими буквами. Напишите его как в паспорте."
    ]


def test_reason_that_is_not_in_the_name_offers_no_mending_of_it(desk, cohort, staff, centre, sit_down):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    staff.memberships.all().delete()
    carry_out(batch)
    colleague = make_staff(centre=centre)
    response = sit_down(colleague, "ru").get(reverse("desk:batch", args=[batch.public_id]))

    assert ([reason for _row, reason in response.context["refused"]], "/name/" in response.content.decode()) == (
        ["Тот, кто это запросил, больше не может выдавать здесь сертификаты. Запросите выдачу ещё раз."],
        False,
    )


def test_each_kind_that_the_course_gives_has_its_page(desk, centre):
    cohort = make_finished_cohort(centre=centre, kinds=[Kind.COURSE, Kind.LEVEL])
    make_completed(cohort=cohort)
    carry_out(asked_for(desk, cohort))
    level = desk.get(page(cohort, Kind.LEVEL))

    assert (
        level.context["kinds"],
        len(desk.get(page(cohort)).context["ready"]),
        len(level.context["ready"]),
        "Ask for approval of 1 certificate" in words(level),
    ) == ([(Kind.COURSE, 0), (Kind.LEVEL, 1)], 0, 1, True)


def test_tab_says_how_many_are_due(desk, centre):
    cohort = make_finished_cohort(centre=centre, kinds=[Kind.COURSE, Kind.LEVEL])
    make_completed(cohort=cohort)
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    carry_out(asked_for(desk, cohort))

    assert "Course completion 1 due Language level 2 due" in words(desk.get(page(cohort)))


def test_first_kind_for_which_somebody_is_due_is_shown_where_none_is_asked_for(desk, centre):
    cohort = make_finished_cohort(centre=centre, kinds=[Kind.COURSE, Kind.LEVEL])
    address = reverse("desk:issue", args=[cohort.public_id])
    nobody = desk.get(address).context["kind"]
    make_completed(cohort=cohort)
    both = desk.get(address).context["kind"]
    carry_out(asked_for(desk, cohort))

    assert [nobody, both, desk.get(address).context["kind"]] == [Kind.COURSE, Kind.COURSE, Kind.LEVEL]


@pytest.mark.parametrize("method", ["get", "post"])
def test_kind_that_the_course_does_not_give_any_more_is_said(method, desk, cohort):
    make_completed(cohort=cohort)

    assert (
        told(getattr(desk, method)(page(cohort, Kind.LEVEL), follow=True)),
        IssueBatch.objects.count(),
    ) == (["This course does not give such a certificate."], 0)


def test_kind_that_is_none_is_not_found(desk, cohort):
    assert desk.get(page(cohort, "passport")).status_code == 404


def test_doubts_about_a_name_stand_beside_it_and_stop_nothing(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="ANNA SMITH"))
    response = desk.get(page(cohort))
    desk.post(page(cohort))

    assert (
        cells(response)[0][0],
        "1 name has a remark. Please compare it with the document." in words(response),
        IssueBatch.objects.get().rows.count(),
    ) == ("ANNA SMITH “ANNA SMITH” is all in capitals.", True, 1)


def test_whoever_is_due_again_after_a_revocation_has_a_remark_that_says_when_and_why(desk, cohort, centre, staff):
    done = make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    certificate = issue(done, actor=staff, now=NOW)
    asked = request_revocation(certificate, reason=Reason.OTHER, note="Two papers", actor=staff, now=NOW)
    decide_revocation(asked, agreed=True, actor=make_staff(Role.APPROVER, centre=centre), now=NOW)
    response = desk.get(page(cohort))

    assert cells(response)[0][0] == (
        f"Anna Smith Had {certificate.number}, which was revoked on 23 November 2026: Another reason. Two papers "
        f"In the register : {certificate.number}"
    )
    assert "1 person had a certificate that was revoked. Please read why first." in words(response)


def test_people_of_one_name_are_told_apart(desk, cohort):
    for born in (1990, None):
        person = make_person(name="Əli Məmmədov")
        LearnerProfile.objects.create(user=person, birth_year=born)
        make_completed(cohort=cohort, person=person)
    first, second = [row.person.login_id for row, _alike in desk.get(page(cohort)).context["ready"]]

    assert [alike for _row, alike in desk.get(page(cohort)).context["ready"]] == [Alike(first, 1990), Alike(second, 0)]


def test_whoever_waits_in_a_request_or_has_forfeited_it_is_not_due(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    carry_out(asked_for(desk, cohort))
    Certificate.objects.update(state="revoked", revoked_at=NOW, reason=Reason.FRAUD)
    waits = make_completed(cohort=cohort, person=make_person(name="Olga Novak"))
    write_draft(checked(waits, kind=Kind.COURSE, actor=None), actor=None, now=NOW)

    assert [row[0::2] for row in cells(desk.get(page(cohort)))] == [
        ["Anna Smith", "Was revoked, and is not issued again"],
        ["Olga Novak", "Is in a request that is not over yet"],
    ]


def test_work_that_nobody_takes_up_is_said_to_wait(desk, cohort):
    make_completed(cohort=cohort)
    address = reverse("desk:batch", args=[asked_for(desk, cohort).public_id])
    at_once = words(desk.get(address))
    Job.objects.update(created_at=NOW - timedelta(seconds=21))
    later = words(desk.get(address))

    assert ["The work has not begun yet" in page for page in (at_once, later)] == [False, True]


def test_work_that_is_being_done_is_not_said_to_wait(desk, cohort):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    Job.objects.update(created_at=NOW - timedelta(minutes=5), state="running", worker="w", lease_until=NOW, attempts=1)

    assert "The work has not begun yet" not in words(desk.get(reverse("desk:batch", args=[batch.public_id])))


def test_papers_that_nobody_draws_are_said_to_wait(desk, cohort):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    run_batch(batch, now=NOW)
    Job.objects.update(created_at=NOW - timedelta(seconds=21))

    assert "The work has not begun yet" in words(desk.get(reverse("desk:batch", args=[batch.public_id])))
