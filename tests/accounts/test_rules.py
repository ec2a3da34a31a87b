import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts import rules
from lms.accounts.domain import grant, revoke
from lms.accounts.enums import Role
from lms.accounts.models import User
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


def test_role_holds_at_its_centre_only():
    baku, ganja = make_centre(), make_centre()
    staff = make_staff(Role.CENTRE_STAFF, centre=baku)
    assert rules.has_role(staff, Role.CENTRE_STAFF)
    assert rules.has_role(staff, Role.CENTRE_STAFF, centre=baku)
    assert not rules.has_role(staff, Role.CENTRE_STAFF, centre=ganja)
    assert not rules.has_role(staff, Role.APPROVER, centre=baku)
    assert list(rules.centres_of(staff, Role.CENTRE_STAFF)) == [baku]
    assert list(rules.centres_of(staff, Role.APPROVER)) == []


def test_national_role_holds_everywhere():
    baku, ganja = make_centre(code="a"), make_centre(code="b")
    admin = make_staff(Role.NATIONAL_ADMIN)
    assert rules.has_role(admin, Role.NATIONAL_ADMIN, centre=ganja)
    assert list(rules.centres_of(admin, Role.NATIONAL_ADMIN)) == [baku, ganja]


@pytest.mark.parametrize(
    ("role", "desk", "register", "author"),
    [
        (Role.CENTRE_STAFF, True, True, False),
        (Role.APPROVER, True, True, False),
        (Role.TRAINER, False, False, True),
        (Role.EDITOR, False, False, True),
        (Role.AUDITOR, False, True, False),
        (Role.NATIONAL_ADMIN, True, True, False),
    ],
)
def test_role_opens_its_doors(role, desk, register, author):
    user = make_staff(role, centre=make_centre())
    opened = (rules.may_open_desk(user), rules.may_open_register(user), rules.may_author(user))
    assert (*opened, rules.needs_second_factor(user)) == (desk, register, author, True)


def test_learner_and_stranger_open_no_door():
    for user in (make_person(), AnonymousUser()):
        assert not rules.may_open_desk(user)
        assert not rules.may_open_register(user)
        assert not rules.may_author(user)
        assert not rules.needs_second_factor(user)
        assert not rules.centres_of(user, *Role.values).exists()


def test_superuser_is_a_national_administrator():
    user = User.objects.create_superuser("9", "a long enough password", name="Root")
    assert rules.has_role(user, Role.NATIONAL_ADMIN)
    assert rules.needs_second_factor(user)
    assert rules.may_author(user)


def test_deactivated_staff_holds_nothing():
    staff = make_staff(Role.NATIONAL_ADMIN)
    staff.is_active = False
    assert not rules.may_open_desk(staff)


def test_revoked_role_is_gone_at_once():
    staff = make_staff(Role.CENTRE_STAFF, centre=make_centre())
    assert rules.may_open_desk(staff)
    membership = staff.memberships.get()
    membership.user = staff
    revoke(membership)
    assert not rules.may_open_desk(staff)


def test_roles_are_asked_once(django_assert_num_queries):
    staff = make_staff(Role.CENTRE_STAFF, centre=make_centre())
    grant(staff, role=Role.APPROVER)
    with django_assert_num_queries(1):
        assert rules.may_open_desk(staff)
        assert not rules.may_author(staff)
        assert rules.needs_second_factor(staff)
