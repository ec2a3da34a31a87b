from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from lms.accounts.models import Centre, User
from lms.saving import save_clean
from tests.factories.courses import make_cohort
from tests.factories.people import make_centre, make_person

pytestmark = pytest.mark.django_db


def test_value_that_a_field_refuses_is_refused_there():
    with pytest.raises(ValidationError) as refused:
        save_clean(Centre(code="not a code!"))
    assert list(refused.value.message_dict) == ["code"]


def test_what_the_database_refuses_is_said_in_the_words_of_the_constraint():
    cohort = make_cohort()
    cohort.starts_on, cohort.ends_on = cohort.ends_on, cohort.starts_on
    with pytest.raises(ValidationError) as refused:
        save_clean(cohort)
    assert refused.value.messages == ["Son gün ilk gündən əvvəldir."]


def test_row_that_another_has_just_made_is_refused_at_the_field():
    make_centre(code="baku")
    with pytest.raises(ValidationError) as refused:
        save_clean(Centre(code="baku"))
    assert list(refused.value.message_dict) == ["code"]


def test_refusal_undoes_nothing_of_the_transaction_it_came_in():
    with transaction.atomic():
        person = make_person(email="a@example.org")
        other = User(login_id="1", name="Other", email="a@example.org")
        other.set_unusable_password()
        with pytest.raises(ValidationError):
            save_clean(other)
        assert not connection.needs_rollback
    assert User.objects.get(pk=person.pk)


def test_refusal_that_django_cannot_name_is_a_refusal_all_the_same(monkeypatch):
    monkeypatch.setattr(Centre, "full_clean", Mock())
    make_centre(code="baku")
    with pytest.raises(ValidationError) as refused:
        save_clean(Centre(code="baku"))
    assert refused.value.code == "refused"
