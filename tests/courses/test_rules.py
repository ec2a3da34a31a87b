import pytest
from django.contrib.auth.models import AnonymousUser

from courses import rules
from courses.models import Attempt, Cohort, Enrolment
from lms.accounts.domain.memberships import revoke
from lms.accounts.enums import Role
from tests.factories.courses import make_attempt
from tests.factories.people import make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempts():
    """One attempt at each of two centres."""
    return [make_attempt(), make_attempt()]


def seen(user) -> tuple[set, set, set]:
    return tuple(set(rules.visible_to(user, model)) for model in (Cohort, Enrolment, Attempt))


def rows(*attempts) -> tuple[set, set, set]:
    enrolments = {attempt.enrolment for attempt in attempts}
    return {each.cohort for each in enrolments}, enrolments, set(attempts)


def test_learner_sees_her_own(attempts):
    mine = attempts[0]
    assert seen(mine.enrolment.person) == (set(), {mine.enrolment}, {mine})


def test_centre_staff_see_their_centre_and_never_another(attempts):
    staff = make_staff(Role.CENTRE_STAFF, centre=attempts[0].enrolment.cohort.centre)
    assert seen(staff) == rows(attempts[0])
    assert rules.may_see(staff, attempts[1].enrolment) is False
    assert rules.may_manage(staff, attempts[0].enrolment.cohort) is True
    assert rules.may_manage(staff, attempts[1].enrolment.cohort) is False


@pytest.mark.parametrize("role", [Role.NATIONAL_ADMIN, Role.AUDITOR])
def test_national_roles_see_all(attempts, role):
    assert seen(make_staff(role)) == rows(*attempts)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.EDITOR])
def test_authors_see_no_people(attempts, role):
    assert seen(make_staff(role)) == (set(), set(), set())


def test_strangers_see_nothing(attempts):
    assert seen(AnonymousUser()) == (set(), set(), set())
    assert seen(make_person()) == (set(), set(), set())


def test_auditor_changes_nothing(attempts):
    assert rules.may_manage(make_staff(Role.AUDITOR), attempts[0].enrolment.cohort) is False


def test_role_that_is_taken_away_shows_nothing_from_the_next_request_on(attempts, now):
    staff = make_staff(Role.CENTRE_STAFF, centre=attempts[0].enrolment.cohort.centre)
    assert seen(staff) == rows(attempts[0])
    revoke(staff.memberships.get(), now=now)
    assert seen(staff) == (set(), set(), set())
    assert rules.may_manage(staff, attempts[0].enrolment.cohort) is False
