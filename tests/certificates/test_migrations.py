from importlib import import_module

import pytest
from django.apps import apps

from certificates import domain, searching
from certificates.models import CertificateWord
from tests.conftest import NOW
from tests.factories.certificates import make_completed
from tests.factories.people import make_person

carried_over = import_module("certificates.migrations.0008_carry_over_to_the_register")
NAMES = "Günəş ƏLİYEVA-Qızı İsmayıl Щербакова Юлия Объедков Їжак Zoë O’Neil محمد 王小明 ნინო ßtraße Łukasz"


@pytest.mark.django_db
def test_certificates_from_before_the_search_are_found_after_the_migration():
    domain.issue(make_completed(person=make_person(name="Günəş Əliyeva")), actor=None, now=NOW)
    CertificateWord.objects.all().delete()
    for _ in range(2):
        carried_over.carry_over(apps, None)
    assert list(CertificateWord.objects.order_by("word").values_list("word", flat=True)) == ["eliyeva", "gunes"]


def test_words_of_the_migration_are_those_of_its_time(monkeypatch):
    then = carried_over.folded_words(NAMES)
    assert then == searching.folded_words(NAMES)
    monkeypatch.setattr(searching, "fold", str.upper)
    assert (carried_over.folded_words(NAMES), searching.folded_words(NAMES) == then) == (then, False)
