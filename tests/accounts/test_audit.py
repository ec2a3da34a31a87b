import pytest
from django.db import transaction

from lms.accounts import audit
from lms.accounts.models import AuditEvent
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def test_record_says_who_did_what_to_whom(now):
    staff, person, centre = make_staff("auditor"), make_person(), make_centre()
    event = audit.record("x.done", actor=staff, now=now, person=person, centre=centre, obj=centre, count=3)
    stored = AuditEvent.objects.get(pk=event.pk)
    assert (stored.at, stored.actor, stored.person, stored.centre) == (now, staff, person, centre)
    assert (stored.object_type, stored.object_id, stored.facts) == ("accounts.centre", str(centre.pk), {"count": 3})


def test_record_of_a_change_that_failed_is_not_kept(now):
    with transaction.atomic():
        audit.record("x.done", actor=None, now=now)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.filter(action="x.done").exists()


def test_seen_writes_one_row_for_another_person_and_none_for_oneself(now):
    staff, person = make_staff("auditor"), make_person()
    audit.seen(staff, person, now, "desk.person")
    audit.seen(staff, staff, now, "desk.person")
    event = AuditEvent.objects.get(action="person.seen")
    assert (event.actor, event.person, event.facts) == (staff, person, {"screen": "desk.person"})


def test_listed_writes_the_number_and_not_the_people(now):
    staff = make_staff("auditor")
    audit.listed(staff, [3, 1, 2], now, "desk.roster")
    audit.listed(staff, [1, 2, 3], now, "desk.roster")
    facts = AuditEvent.objects.filter(action="people.listed").values_list("facts", flat=True)
    assert facts[0] == facts[1]
    assert facts[0]["count"] == 3
    assert len(facts[0]["ids"]) == 64
