from importlib import import_module

import pytest
from django.apps import apps

from certificates import domain
from certificates.models import CertificateWord
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person


@pytest.mark.django_db
def test_certificates_from_before_the_search_are_found_after_the_migration():
    domain.issue(make_completed(person=make_person(name="Günəş Əliyeva")), actor=None, now=NOW)
    CertificateWord.objects.all().delete()
    carry_over = import_module("certificates.migrations.0008_carry_over_to_the_register").carry_over
    for _ in range(2):
        carry_over(apps, None)
    assert list(CertificateWord.objects.order_by("word").values_list("word", flat=True)) == ["eliyeva", "gunes"]
