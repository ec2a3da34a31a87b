from datetime import date

import pytest

from certificates import domain
from certificates.domain import Rule
from certificates.enums import Kind
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.refusals import Refusal
from tests.factories.certificates import make_completed
from tests.factories.people import make_centre, make_staff


@pytest.mark.parametrize(
    ("months", "issued_on", "last_day"),
    [
        (0, date(2026, 1, 1), None),
        (24, date(2026, 11, 23), date(2028, 11, 23)),
        (6, date(2026, 8, 31), date(2027, 2, 28)),
        (12, date(2028, 2, 29), date(2029, 2, 28)),
        (1, date(2026, 12, 31), date(2027, 1, 31)),
        (6, date(2027, 8, 30), date(2028, 2, 29)),
    ],
)
def test_rule_ends_on_the_same_day_or_with_the_month(months, issued_on, last_day):
    assert Rule(second_person=False, months_valid=months).valid_until(issued_on) == last_day


@pytest.mark.django_db
def test_diploma_asks_for_a_second_person_from_the_start():
    assert [domain.rule_of(kind).second_person for kind in Kind] == [False, True, True]


@pytest.mark.django_db
def test_centre_staff_do_not_set_rules(now):
    with pytest.raises(Refusal) as refused:
        domain.set_rule(Kind.COURSE, Rule(True), actor=make_staff(Role.CENTRE_STAFF, centre=make_centre()), now=now)
    assert refused.value.code == "not_yours"


@pytest.mark.django_db
def test_a_term_has_limits(now):
    with pytest.raises(Refusal) as refused:
        domain.set_rule(Kind.COURSE, Rule(False, 601), actor=make_staff(Role.NATIONAL_ADMIN), now=now)
    assert (refused.value.code, refused.value.field) == ("invalid_months", "months_valid")


@pytest.mark.django_db
def test_a_new_term_holds_from_now_on_and_old_papers_keep_theirs(now):
    chief, before = make_staff(Role.NATIONAL_ADMIN), domain.issue(make_completed(), actor=None, now=now)
    domain.set_rule(Kind.COURSE, Rule(False, 24), actor=chief, now=now)
    after = domain.issue(make_completed(), actor=None, now=now)
    before.refresh_from_db()
    assert (before.valid_until, after.valid_until) == (None, date(2028, 11, 23))


@pytest.mark.django_db
def test_change_of_a_rule_is_written_down(now):
    chief = make_staff(Role.NATIONAL_ADMIN)
    domain.set_rule(Kind.COURSE, Rule(True, 12), actor=chief, now=now)
    assert AuditEvent.objects.get(action="certificates.rule").facts == {
        "kind": "course",
        "second_person": True,
        "months_valid": 12,
    }


@pytest.mark.django_db
def test_rule_is_not_written_over_one_that_the_writer_did_not_see(now):
    chief, seen = make_staff(Role.NATIONAL_ADMIN), domain.rule_of(Kind.LEVEL).stamp
    domain.set_rule(Kind.LEVEL, Rule(True, 24), actor=chief, now=now, seen=seen)
    with pytest.raises(Refusal) as refused:
        domain.set_rule(Kind.LEVEL, Rule(False, 12), actor=chief, now=now, seen=seen)
    assert (refused.value.code, domain.rule_of(Kind.LEVEL)) == ("changed_meanwhile", Rule(True, 24))
