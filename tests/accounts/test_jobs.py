from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession

from lms.accounts import audit
from lms.accounts.domain import grant
from lms.accounts.enums import Role
from lms.accounts.jobs import forget_before, forget_sessions
from lms.accounts.models import User
from tests.factories.people import PASSWORD, make_person, make_staff

pytestmark = pytest.mark.django_db


def age(person: User, now, **over) -> User:
    User.objects.filter(pk=person.pk).update(date_joined=now - timedelta(days=8), **over)
    return person


def test_only_unconfirmed_signups_are_forgotten(now):
    unconfirmed = age(make_person(), now)
    unconfirmed.emailaddress_set.create(email="never@example.org", verified=False, primary=True)
    kept = {
        age(make_person(email="confirmed@example.org"), now),
        age(make_person(password=PASSWORD), now),
        age(make_person(), now, last_login=now),
        age(make_person(created_by=make_staff("auditor")), now),
        age(make_person(), now, is_superuser=True),
        make_person(),
    }
    trainer = age(make_person(), now)
    grant(trainer, role=Role.TRAINER)
    User.objects.exclude(pk=unconfirmed.pk).filter(date_joined__gt=now).update(date_joined=now)
    assert forget_before(now - timedelta(days=7)) == 1
    assert not User.objects.filter(pk=unconfirmed.pk).exists()
    assert User.objects.filter(pk__in=[person.pk for person in kept] + [trainer.pk]).count() == 7


def test_signup_that_the_audit_names_is_kept_and_stops_nobody_elses(now):
    """Somebody tried a slip with its login number: that row stays, and so does the person it names."""
    named, other = age(make_person(), now), age(make_person(), now)
    audit.record("slip.refused", actor=None, now=now, person=named)
    assert forget_before(now - timedelta(days=7)) == 1
    assert list(User.objects.values_list("pk", flat=True)) == [named.pk]
    assert other.pk != named.pk


def test_where_somebody_was_signed_in_is_forgotten_with_the_session(client):
    person = make_person(password=PASSWORD)
    client.post("/accounts/login/", {"login": person.login_id, "password": PASSWORD})
    gone = UserSession.objects.create(user=person, ip="192.0.2.1", session_key="gone", user_agent="Old phone")
    forget_sessions()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [client.session.session_key]
    assert not UserSession.objects.filter(pk=gone.pk).exists()


def test_nothing_to_forget_is_fine(now):
    assert forget_before(now) == 0
