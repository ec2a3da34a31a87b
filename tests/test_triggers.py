import pytest
from django.db import IntegrityError, connection, transaction

from lms.accounts.models import AuditEvent


@pytest.fixture
def event(db, now) -> AuditEvent:
    return AuditEvent.objects.create(at=now, action="person.created")


def test_audit_event_refuses_update(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="nothing")
    assert AuditEvent.objects.get().action == "person.created"


def test_audit_event_refuses_delete_by_raw_sql(event):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent")
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_audit_table_is_emptied_between_tests_and_guarded_again(now, turn):
    event = AuditEvent.objects.create(at=now, action="person.created")
    with pytest.raises(IntegrityError):
        event.delete()
    assert AuditEvent.objects.count() == 1
