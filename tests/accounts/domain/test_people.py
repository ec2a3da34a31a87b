import pytest
from allauth.account.models import EmailAddress

from lms.accounts.domain import create_learner, replace_email, set_language, update_name
from lms.accounts.enums import Role
from lms.accounts.models import ActivationSlip, AuditEvent, User
from lms.jobs.models import Message
from lms.refusals import Refusal
from tests.factories.people import PASSWORD, make_centre, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def staff(centre):
    return make_staff(Role.CENTRE_STAFF, centre=centre)


def test_create_learner_needs_no_email(staff, centre, now):
    person, code = create_learner(actor=staff, centre=centre, name=" محمد  رضا ", language="ru", now=now)
    stored = User.objects.get(pk=person.pk)
    assert (stored.name, stored.email, stored.language, stored.created_by) == ("محمد رضا", None, "ru", staff)
    assert not stored.has_usable_password()
    assert len(stored.login_id) == 10
    assert len(code) == 26
    assert code not in str(ActivationSlip.objects.values().get())
    assert list(AuditEvent.objects.filter(person=person).order_by("pk").values_list("action", "centre")) == [
        ("person.created", centre.pk),
        ("slip.issued", centre.pk),
    ]


def test_create_learner_takes_two_people_of_one_name(staff, centre, now):
    first, _code = create_learner(actor=staff, centre=centre, name="Əli Əliyev", language="az", now=now)
    second, _code = create_learner(actor=staff, centre=centre, name="Əli Əliyev", language="az", now=now)
    assert first.pk != second.pk


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": "a\x00b"}, "name"),
        ({"name": ""}, "name"),
        ({"language": "xx"}, "language"),
        ({"name_latin": "Мария"}, "name"),
    ],
)
def test_create_learner_refuses_and_writes_nothing(staff, centre, now, over, field):
    before = User.objects.count()
    with pytest.raises(Refusal) as found:
        create_learner(**({"actor": staff, "centre": centre, "name": "Əli", "language": "az", "now": now} | over))
    assert found.value.field == field
    assert User.objects.count() == before
    assert not ActivationSlip.objects.exists()


def test_update_name_writes_the_search_column_and_a_row(staff, now):
    person = make_person(name="Мария Иванова")
    update_name(person, actor=staff, name="Мария Щербакова", name_latin="Mariia Shcherbakova", now=now)
    stored = User.objects.get(pk=person.pk)
    assert (stored.name, stored.name_latin) == ("Мария Щербакова", "Mariia Shcherbakova")
    assert stored.name_folded == "mariya shcherbakova mariia shcherbakova"
    event = AuditEvent.objects.get(action="person.renamed")
    assert (event.actor, event.person, event.facts) == (staff, person, {})


def test_update_name_to_the_same_leaves_no_row(staff, now):
    person = make_person(name="Leyla")
    update_name(person, actor=person, name="  Leyla ", now=now)
    assert not AuditEvent.objects.filter(action="person.renamed").exists()


def test_composed_and_decomposed_names_are_equal():
    assert make_person(name="Rene\u0301").name == make_person(name="Ren\u00e9").name


def test_set_language_ignores_what_we_do_not_speak():
    person = make_person(language="az")
    set_language(person, "xx")
    set_language(person, "ru")
    assert User.objects.get(pk=person.pk).language == "ru"


def test_replace_email_waits_for_its_first_code(staff, centre, now):
    person = make_person(email="old@example.org")
    replace_email(person, actor=staff, centre=centre, email=" New@Example.org ", now=now)
    assert User.objects.get(pk=person.pk).email == "new@example.org"
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        ("new@example.org", False, True)
    ]
    assert AuditEvent.objects.get(action="person.email_replaced").facts == {}


def test_replace_email_tells_the_old_address_and_not_the_new_one(staff, centre, now):
    person = make_person(email="old@example.org", language="en")
    replace_email(person, actor=staff, centre=centre, email="new@example.org", now=now)
    letter = Message.objects.get()
    assert (letter.recipient, letter.subject) == ("old@example.org", "Your e-mail address was changed")
    assert "new@example.org" not in letter.text


def test_replace_email_writes_to_no_address_that_was_never_confirmed(staff, centre, now):
    person = make_person(email="old@example.org")
    person.emailaddress_set.update(verified=False)
    replace_email(person, actor=staff, centre=centre, email="new@example.org", now=now)
    assert not Message.objects.exists()


def test_replace_email_ends_every_session(client, staff, centre, now):
    person = make_person(email="old@example.org", password=PASSWORD)
    client.post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    assert client.get("/accounts/").status_code == 200
    replace_email(person, actor=staff, centre=centre, email="new@example.org", now=now)
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"


@pytest.mark.parametrize(
    "email", ["taken@example.org", "TAKEN@example.org", "a@b", "a@x.az,b@x.az", "x@y.az\nBcc: z@y.az", ""]
)
def test_replace_email_refuses(staff, centre, now, email):
    make_person(email="taken@example.org")
    person = make_person(email="old@example.org")
    with pytest.raises(Refusal):
        replace_email(person, actor=staff, centre=centre, email=email, now=now)
    assert User.objects.get(pk=person.pk).email == "old@example.org"
    assert EmailAddress.objects.get(user=person).email == "old@example.org"


def test_replace_email_of_staff_is_refused(staff, centre, now):
    colleague = make_staff(Role.TRAINER, email="colleague@example.org")
    with pytest.raises(Refusal) as found:
        replace_email(colleague, actor=staff, centre=centre, email="mine@example.org", now=now)
    assert found.value.code == "has_role"
