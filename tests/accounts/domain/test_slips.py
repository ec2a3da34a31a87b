from datetime import timedelta

import pytest

from lms.accounts.domain import check_slip, claim, claim_address, create_learner, grant, new_slip
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent, User
from lms.jobs.models import Message
from lms.refusals import Refusal
from tests.factories.people import make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "uzun və yaxşı bir söz"


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def staff(centre):
    return make_staff(Role.CENTRE_STAFF, centre=centre)


@pytest.fixture
def learner(staff, centre, now):
    """A person and her code."""
    return create_learner(actor=staff, centre=centre, name="Səbinə", language="az", now=now)


def refusal_of(login_id: str, code: str, now) -> tuple[str, str]:
    with pytest.raises(Refusal) as found:
        check_slip(login_id, code=code, now=now)
    return found.value.code, str(found.value)


def test_slip_is_understood_as_it_is_typed(learner, now):
    person, code = learner
    typed = f"{code[:4].lower()} {code[4:9]}-{code[9:]}"
    assert check_slip(f" {person.login_id[:4]} {person.login_id[4:]}", code=typed, now=now).user == person


def test_claim_sets_the_password_and_uses_the_slip(learner, now):
    person, code = learner
    claimed = claim(check_slip(person.login_id, code=code, now=now), password=PASSWORD, now=now)
    assert claimed == person
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
    assert refusal_of(person.login_id, code, now)[0] == "slip_refused"


def test_claim_tells_whoever_reads_the_mailbox_of_the_account(staff, centre, now):
    person = make_person(email="leyla@example.org", language="ru")
    code = new_slip(person, actor=staff, centre=centre, now=now)
    claim(check_slip(person.login_id, code=code, now=now), password=PASSWORD, now=now)
    assert [(letter.recipient, letter.subject) for letter in Message.objects.all()] == [
        ("leyla@example.org", "Для Вашей учётной записи использован листок")
    ]


def test_claim_of_a_slip_used_meanwhile_is_refused(learner, now):
    person, code = learner
    slip = check_slip(person.login_id, code=code, now=now)
    claim(slip, password=PASSWORD, now=now)
    with pytest.raises(Refusal) as found:
        claim(slip, password="another long password", now=now)
    assert found.value.code == "slip_used"
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_slip_lives_72_hours(learner, now):
    person, code = learner
    assert check_slip(person.login_id, code=code, now=now + timedelta(hours=71, minutes=59)).user == person
    assert refusal_of(person.login_id, code, now + timedelta(hours=72))[0] == "slip_refused"


def test_new_slip_ends_the_old_one(learner, staff, centre, now):
    person, old = learner
    fresh = new_slip(person, actor=staff, centre=centre, now=now)
    assert refusal_of(person.login_id, old, now)[0] == "slip_refused"
    assert check_slip(person.login_id, code=fresh, now=now).user == person


def test_every_refusal_says_the_same_and_is_recorded(learner, staff, centre, now):
    person, code = learner
    other, _code = create_learner(actor=staff, centre=centre, name="Başqası", language="az", now=now)
    sentences = {
        refusal_of("0000000000", code, now),
        refusal_of(other.login_id, code, now),
        refusal_of(person.login_id, "0" * 26, now),
        refusal_of(person.login_id, "", now),
        refusal_of(person.login_id, code, now + timedelta(days=4)),
    }
    assert len(sentences) == 1
    assert AuditEvent.objects.filter(action="slip.refused").count() == 5


def test_slip_of_a_deactivated_person_is_refused(learner, now):
    person, code = learner
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert refusal_of(person.login_id, code, now)[0] == "slip_refused"


def test_no_slip_for_somebody_with_a_role(staff, centre, now):
    admin = make_staff(Role.NATIONAL_ADMIN)
    with pytest.raises(Refusal) as found:
        new_slip(admin, actor=staff, centre=centre, now=now)
    assert found.value.code == "has_role"


def test_open_slip_is_worthless_once_the_person_has_a_role(learner, now):
    person, code = learner
    slip = check_slip(person.login_id, code=code, now=now)
    grant(person, role=Role.NATIONAL_ADMIN)
    with pytest.raises(Refusal) as found:
        claim(slip, password=PASSWORD, now=now)
    assert found.value.code == "has_role"


def test_claim_without_password_leaves_none(learner, now):
    person, code = learner
    claim(check_slip(person.login_id, code=code, now=now), password="", now=now)
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_claim_address_keeps_the_code_out_of_the_request():
    person = make_person(login_id="1000000008")
    assert claim_address(person, "CODE") == "http://testserver/accounts/claim/?login=1000000008#CODE"
