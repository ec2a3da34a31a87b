"""Every page of accounts, asked in every way: a wrong one is refused and changes nothing."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from lms.accounts.models import User
from tests.factories.people import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.django_db


def patterns(resolver, inside: bool = False):
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            if inside and found.name:
                yield found
        elif inside or str(found.pattern) == "accounts/":
            yield from patterns(found, inside=True)


def paths() -> list[str]:
    known = {"pk": 1, "key": "abc", "uidb36": "1"}
    resolver, found = get_resolver(), set()
    for name in {pattern.name for pattern in patterns(resolver)}:
        ((_template, wanted),) = resolver.reverse_dict.getlist(name)[0][0]
        found.add(reverse(name, kwargs={each: known[each] for each in wanted}))
    return sorted(found)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_wrong_method_is_refused(client, method):
    sign_in(client, make_person(password=PASSWORD, email="leyla@example.org"))
    assert {path: getattr(client, method)(path).status_code for path in paths()} == dict.fromkeys(paths(), 405)


def test_looking_changes_nothing_and_never_fails(client):
    person = make_person(password=PASSWORD, email="leyla@example.org")
    sign_in(client, person)
    before = User.objects.values().get(pk=person.pk)
    for path in paths():
        assert client.get(path).status_code in {200, 302, 404, 405}
        assert client.head(path).status_code in {200, 302, 404, 405}
    assert client.get("/accounts/").status_code == 200
    assert User.objects.values().get(pk=person.pk) == before


def test_override_of_the_method_is_ignored(client):
    person = make_person()
    client.force_login(person)
    client.get("/accounts/logout/", HTTP_X_HTTP_METHOD_OVERRIDE="POST")
    client.get("/accounts/logout/?_method=POST")
    assert client.session["_auth_user_id"] == str(person.pk)
