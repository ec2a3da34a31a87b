import pytest
from django.test import Client

from lms.accounts.domain import close, forget_factors, reopen
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, User
from lms.refusals import Refusal
from tests.factories.people import PASSWORD, make_centre, make_person, make_staff, totp_code

pytestmark = pytest.mark.django_db


def actions(person) -> list[str]:
    found = AuditEvent.objects.filter(person=person).exclude(action="role.granted").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_closed_account_is_out_with_the_next_request_and_may_come_back(client, now):
    person, admin = make_person(password=PASSWORD), make_staff(Role.NATIONAL_ADMIN)
    client.force_login(person)
    close(person, actor=admin, now=now)
    close(person, actor=admin, now=now)
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"
    reopen(person, actor=admin, now=now)
    browser = Client()
    browser.post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert actions(person) == ["person.closed", "person.reopened"]


@pytest.mark.parametrize("act", [close, reopen, forget_factors])
@pytest.mark.parametrize("role", [Role.CENTRE_STAFF, Role.APPROVER, Role.TRAINER, Role.EDITOR, Role.AUDITOR])
def test_others_close_nobody(act, role, now):
    actor, person = make_staff(role, centre=make_centre()), make_staff(Role.EDITOR)
    with pytest.raises(Refusal) as found:
        act(person, actor=actor, now=now)
    assert found.value.code == "not_allowed"
    assert (User.objects.get(pk=person.pk).is_active, person.authenticator_set.count()) == (True, 1)


def test_forgotten_factors_are_set_up_anew_and_no_session_stays(client, now):
    staff = make_staff(Role.TRAINER)
    client.post("/accounts/login/", {"login": staff.login_id, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert client.get("/accounts/").status_code == 200
    forget_factors(staff, now=now)
    forget_factors(staff, now=now)
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"
    client.post("/accounts/login/", {"login": staff.login_id, "password": PASSWORD})
    assert client.get("/accounts/")["Location"] == "/accounts/2fa/"
    assert actions(staff) == ["person.factors_forgotten"]
