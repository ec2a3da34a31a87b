"""The questions of `benchmarks.register` on a small register: an index answers each, on both databases."""

import pytest
from django.db import connection

from benchmarks import questions
from benchmarks.large_register import fill
from certificates.models import Certificate, CertificateWord

ROWS = 1500


@pytest.fixture
def large(db):
    fill(ROWS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # So few rows are soon read; what is asked here is whether an index could answer.
            cursor.execute("SET LOCAL enable_seqscan = off")


def test_no_question_reads_the_register_from_end_to_end(large):
    asked = [questions.ask(name, question) for name, question in questions.questions().items()]

    assert {each.name: (each.queries, each.scans) for each in asked if not each.is_well} == {}
    assert len(asked) > 40


def test_a_reading_of_the_whole_register_is_noticed(large):
    def careless():
        list(CertificateWord.objects.filter(word__contains="ali"))
        list(Certificate.objects.filter(snapshot_sha256="x"))

    assert len(questions.ask("careless", careless).scans) == 2


def test_page_by_centre_is_read_in_the_order_of_an_index(large):
    plans = questions.ask("a centre", questions.questions()["country, one centre"]).plans

    assert any("certificate_newest_of_centre" in line for line in plans)
    assert not [line for line in plans if "TEMP B-TREE" in line or ("Sort Key" in line and "issued_at" in line)]
