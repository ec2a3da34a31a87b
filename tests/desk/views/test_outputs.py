"""What the counter takes from a finished batch."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from certificates import outputs
from certificates.domain import request_batch
from certificates.jobs import print_file
from certificates.letters import tell
from certificates.models import Certificate, CertificateFile, IssueBatch
from lms.accounts.enums import Role
from lms.jobs.models import Message
from tests.conftest import NOW
from tests.desk.pages import cells, told, words
from tests.factories.certificates import carry_out, make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff

FILES = ("batch_print", "batch_zip", "batch_list")
ALL = (*FILES, "batch_letters")


@pytest.fixture
def batch(centre, staff) -> IssueBatch:
    cohort = make_finished_cohort(centre=centre)
    make_completed(cohort=cohort, person=make_person(name="Anna Smith", email="anna@example.org"))
    make_completed(cohort=cohort, person=make_person(name="Zaur Quliyev"))
    return carry_out(request_batch(cohort, actor=staff, now=NOW))


def address(name: str, batch: IssueBatch) -> str:
    return reverse(f"desk:{name}", args=[batch.public_id])


def test_files_are_named_by_their_numbers(desk, batch):
    responses = {name: desk.get(address(name, batch)) for name in FILES}
    found = {name: response.headers["Content-Disposition"] for name, response in responses.items()}
    responses["batch_zip"].getvalue()

    assert found == {
        "batch_print": 'inline; filename="AZ-BAKU-2026-000001-000002.pdf"',
        "batch_zip": 'attachment; filename="AZ-BAKU-2026-000001-000002.zip"',
        "batch_list": 'inline; filename="AZ-BAKU-2026-000001-000002.list.pdf"',
    }


def test_zip_is_whole(desk, batch):
    with ZipFile(BytesIO(desk.get(address("batch_zip", batch)).getvalue())) as archive:
        assert (len(archive.namelist()), archive.testzip()) == (2, None)


def test_zip_with_a_lost_paper_waits_while_the_keys_are_away(desk, batch, settings, tmp_path):
    for file in CertificateFile.objects.all():
        storages["private"].delete(file.storage_key)
    settings.KEYS_DIR, settings.KEYS_MADE_ON_FIRST_USE = tmp_path, False

    assert told(desk.get(address("batch_zip", batch), follow=True))[0].startswith("The paper cannot be made just now.")


@pytest.mark.parametrize("name", ALL)
def test_nothing_to_hand_out_is_said(name, desk, batch):
    Certificate.objects.update(state="revoked", revoked_at=NOW)

    assert told(desk.get(address(name, batch), follow=True)) == ["There is no certificate to hand out here now."]


@pytest.mark.parametrize("name", ALL)
def test_approver_hands_nothing_out(name, batch, centre, sit_down):
    assert sit_down(make_staff(Role.APPROVER, centre=centre)).get(address(name, batch)).status_code == 403


def test_letters_say_who_must_be_handed_the_paper(desk, batch):
    for each in Certificate.objects.all():
        tell(each, now=NOW)
    Message.objects.update(state="sent", sent_at=NOW)

    assert cells(desk.get(address("batch_letters", batch))) == [
        ["Zaur Quliyev", "AZ-BAKU-2026-000002", "no e-mail address"],
        ["Anna Smith", "AZ-BAKU-2026-000001", "sent on 23 November 2026"],
    ]


def test_letter_that_came_back_means_the_paper_is_handed_over(desk, batch):
    tell(Certificate.objects.earliest("n"), now=NOW)
    Message.objects.update(state="refused")

    assert cells(desk.get(address("batch_letters", batch)))[0] == [
        "Anna Smith",
        "AZ-BAKU-2026-000001",
        "the letter came back: check the address",
    ]


def test_large_print_file_is_made_by_a_job(desk, batch, monkeypatch):
    monkeypatch.setattr(outputs, "AT_ONCE", 1)
    page, file = address("batch", batch), address("batch_print", batch)
    before = told(desk.get(file, follow=True))
    offered = desk.get(page).context["print_file"]
    desk.post(file)
    making = words(desk.get(page))
    print_file(batch_id=batch.pk)
    part = desk.get(address("batch_print_state", batch)).content.decode()

    assert (
        before,
        offered,
        "The print file is being made" in making,
        "hx-get" in part,
        desk.get(file).getvalue()[:5],
    ) == (["The print file must be made first."], "large", True, False, b"%PDF-")


@pytest.fixture(params=[1, 30])
def class_of(request, centre, staff) -> IssueBatch:
    cohort = make_finished_cohort(centre=centre)
    for _ in range(request.param):
        make_completed(cohort=cohort)
    return carry_out(request_batch(cohort, actor=staff, now=NOW))


@pytest.mark.parametrize(("name", "queries"), [("batch_print", 10), ("batch_list", 10), ("batch_letters", 11)])
def test_queries_do_not_grow(name, queries, desk, class_of, django_assert_num_queries):
    with django_assert_num_queries(queries):
        desk.get(address(name, class_of))
