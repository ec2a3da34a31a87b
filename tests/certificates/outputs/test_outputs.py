"""What a finished batch gives to the counter."""

import os
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from django.core.files.storage import storages
from django.utils.translation import override

from certificates import domain, outputs
from certificates.enums import Kind
from certificates.models import Certificate, IssueBatch, TemplateVersion
from lms.jobs.models import Job
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_person, make_staff
from tests.pdf.tools import run, texts, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_finished_cohort(kinds=[Kind.COURSE, Kind.LEVEL])


def issued(cohort, *names: str) -> IssueBatch:
    for name in names:
        make_completed(cohort=cohort, person=make_person(name=name))
    batch = domain.request_batch(cohort, actor=make_staff(centre=cohort.centre), now=NOW)
    domain.run_batch(batch, now=NOW)
    return batch


def revoke(name: str) -> Certificate:
    certificate = Certificate.objects.get(snapshot__name_latin=name)
    Certificate.objects.filter(pk=certificate.pk).update(state="revoked", revoked_at=NOW)
    return certificate


def test_print_file_has_everybody_in_the_order_of_numbers_and_nothing_but_pages(cohort):
    batch = issued(cohort, "Zaur Quliyev", "Anna Smith")
    pdf = outputs.print_file(outputs.papers(batch))
    found = texts(pdf)
    assert found.index("Anna Smith") < found.index("Zaur Quliyev")
    assert "Pages:           2" in run("pdfinfo", "FILE", pdf=pdf)
    assert "Tagged:          no" in run("pdfinfo", "FILE", pdf=pdf)
    assert values(pdf, "/EmbeddedFiles") == []


def test_print_file_prints_each_on_its_own_template(cohort):
    batch = issued(cohort, "Anna Smith", "Zaur Quliyev")
    other = TemplateVersion.objects.get()
    spec = other.spec | {"pages": other.spec["pages"] * 2}
    newer = TemplateVersion.objects.create(template=other.template, n=2, spec=spec)
    papers = outputs.papers(batch)
    papers[1].template_version = newer
    assert "Pages:           3" in run("pdfinfo", "FILE", pdf=outputs.print_file(papers))


def test_revoked_certificate_is_left_out(cohort):
    batch = issued(cohort, "Anna Smith", "Zaur Quliyev")
    revoke("Anna Smith")
    assert [each.snapshot["name_latin"] for each in outputs.papers(batch)] == ["Zaur Quliyev"]


def test_names_in_the_zip_are_safe_and_two_of_one_name_do_not_collide(cohort):
    batch = issued(cohort, "Əli Məmmədov", "Əli Məmmədov", "O'Neil / ..")
    with outputs.bundle(outputs.papers(batch)) as file, ZipFile(file) as archive:
        names = archive.namelist()
        papers = [archive.read(name)[:5] for name in names]
    prefix = f"AZ-{cohort.centre.code.upper()}-2026"
    assert names == [
        f"{prefix}-000001-eli-memmedov.pdf",
        f"{prefix}-000002-eli-memmedov.pdf",
        f"{prefix}-000003-oneil.pdf",
    ]
    assert papers == [b"%PDF-"] * 3


def test_zip_holds_the_papers_byte_for_byte(cohort):
    batch = issued(cohort, "Anna Smith")
    [certificate] = outputs.papers(batch)
    with outputs.bundle([certificate]) as file, ZipFile(file) as archive:
        inside = archive.read(archive.namelist()[0])
    with storages["private"].open(domain.rendered(certificate).storage_key) as paper:
        assert inside == paper.read()


@pytest.mark.parametrize(
    ("language", "heading", "column"),
    [
        ("az", "Sertifikatların təhvil-təslimi", "İmza"),
        ("en", "Hand-over of certificates", "Signature"),
        ("ru", "Выдача сертификатов", "Подпись"),
    ],
)
def test_list_to_sign_speaks_the_language_of_whoever_prints_it(language, heading, column, cohort):
    batch = issued(cohort, "Anna Smith")
    with override(language):
        found = texts(outputs.hand_over_list(batch, outputs.papers(batch), now=NOW))
    assert [heading in found, column in found] == [True, True]


def test_list_to_sign_has_names_in_both_scripts_and_numbers(cohort):
    make_completed(cohort=cohort, person=make_person(name="محمدعلی رضایی", name_latin="Muhammad Ali Rezai"))
    batch = issued(cohort, "Anna Smith")
    with override("en"):
        found = texts(outputs.hand_over_list(batch, outputs.papers(batch), now=NOW))
    number = f"AZ-{cohort.centre.code.upper()}-2026-00000"
    assert {"Anna Smith", "Muhammad Ali Rezai", "محمدعلی رضایی", f"{number}1", f"{number}2"} - set(found) == set()


def test_large_print_file_is_made_once_and_kept_for_a_day(cohort, tmp_path):
    batch = issued(cohort, "Anna Smith")
    papers = outputs.papers(batch)
    before = outputs.kept_print_file(batch, papers)
    outputs.keep_print_file(batch)
    key = outputs.kept_print_file(batch, papers)
    path = storages["private"].path(key)
    outputs.forget_print_files(before=datetime(2020, 1, 1, tzinfo=UTC))
    still_there = outputs.kept_print_file(batch, papers)
    os.utime(path, (0, 0))
    outputs.forget_print_files(before=datetime(2020, 1, 1, tzinfo=UTC))
    assert (before, still_there, outputs.kept_print_file(batch, papers)) == ("", key, "")


def test_kept_print_file_is_not_used_after_a_revocation(cohort):
    batch = issued(cohort, "Anna Smith", "Zaur Quliyev")
    outputs.keep_print_file(batch)
    revoke("Anna Smith")
    assert outputs.kept_print_file(batch, outputs.papers(batch)) == ""


def test_print_file_is_asked_for_once(cohort):
    batch = issued(cohort, "Anna Smith")
    for _ in range(2):
        outputs.ask_for_print_file(batch)
    assert Job.objects.filter(name="certificates.print_file").count() == 1


def test_draft_is_marked_and_has_no_number(cohort):
    make_completed(cohort=cohort, person=make_person(name="Anna Smith"))
    batch = domain.request_batch(cohort, actor=make_staff(centre=cohort.centre), now=NOW, kind=Kind.LEVEL)
    domain.run_batch(batch, now=NOW)
    pdf = outputs.draft(Certificate.objects.get(), on=NOW.date())
    found = texts(pdf)
    assert ("Anna Smith" in found, any("AZ-" in line for line in found)) == (True, False)
