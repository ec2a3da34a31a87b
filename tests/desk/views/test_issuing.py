import re

import pytest
from django.urls import reverse

from certificates.domain import run_batch
from certificates.enums import Kind
from certificates.models import Certificate, IssueBatch
from courses.enums import EnrolmentState
from courses.models import Enrolment
from lms.jobs.models import Job
from tests.conftest import NOW
from tests.desk.pages import cells, told, words
from tests.factories.certificates import make_completed, make_finished_cohort
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
    run_batch(asked_for(desk, cohort), now=NOW)

    assert {each.enrolment.person.name for each in Certificate.objects.all()} == expected


def test_page_says_which_spelling_cannot_be_printed(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="李明", name_latin="Li Ming"))
    make_completed(cohort=cohort, person=make_person(name="გიორგი", name_latin="Giorgi"))

    assert [row[0] for row in cells(desk.get(page(cohort)))] == [
        "Giorgi გიორგი",
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
    run_batch(batch, now=NOW)
    after = desk.get(address).content.decode()

    assert ("hx-get" in before, "hx-get" in after, "<html" in after) == (True, False, False)


def test_end_says_what_was_issued_and_what_was_not(desk, cohort):
    make_completed(cohort=cohort, person=make_person(name="Ayşe Demir"))
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    batch = asked_for(desk, cohort)
    run_batch(batch, now=NOW)
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
    run_batch(asked_for(desk, cohort), now=NOW)

    assert cells(desk.get(page(cohort))) == [
        ["Ayşe Demir", "Completed", f"Holds a certificate: {Certificate.objects.get().number}"]
    ]


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_page_do_not_grow(many, desk, cohort, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=cohort)
    with django_assert_num_queries(16):
        desk.get(page(cohort))


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_finished_work_do_not_grow(many, desk, cohort, django_assert_num_queries):
    for _ in range(many):
        make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    run_batch(batch, now=NOW)
    with django_assert_num_queries(10):
        desk.get(reverse("desk:batch", args=[batch.public_id]))


def test_asking_again_and_again_costs_little(desk, cohort, django_assert_num_queries):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    with django_assert_num_queries(8):
        desk.get(reverse("desk:batch_progress", args=[batch.public_id]))


def test_reason_is_said_in_the_language_of_the_reader(desk, cohort, staff, sit_down):
    make_completed(cohort=cohort, person=make_person(name="Пётр Смирнов"))
    batch = asked_for(desk, cohort)
    run_batch(batch, now=NOW)
    response = sit_down(staff, "ru").get(reverse("desk:batch", args=[batch.public_id]))

    assert [str(reason) for _row, reason in response.context["refused"]] == [
        "Не указано имя латинскими буквами. Напишите его как в паспорте."
    ]


def test_reason_that_is_not_in_the_name_offers_no_mending_of_it(desk, cohort, staff, centre, sit_down):
    make_completed(cohort=cohort)
    batch = asked_for(desk, cohort)
    staff.memberships.all().delete()
    run_batch(batch, now=NOW)
    colleague = make_staff(centre=centre)
    response = sit_down(colleague, "ru").get(reverse("desk:batch", args=[batch.public_id]))

    assert ([reason for _row, reason in response.context["refused"]], "/name/" in response.content.decode()) == (
        ["Тот, кто это запросил, больше не может выдавать здесь сертификаты. Запросите выдачу ещё раз."],
        False,
    )
