"""Every address of the record: which methods it knows, and that looking changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.urls import urlpatterns
from tests.factories.courses import make_attempt

pytestmark = pytest.mark.django_db

READS = {"my", "place", "assessment", "assessment_preview", "attempt", "attempt_submit", "attempt_result"}
WRITES = {
    "assessment",
    "assessment_preview",
    "attempt",
    "attempt_submit",
    "attempt_save",
    "complete_lesson",
    "enrol",
    "withdraw",
}
CHANGES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def addresses(client) -> dict[str, str]:
    """By name, of one attempt that is open; its person is signed in."""
    attempt = make_attempt()
    cohort = attempt.enrolment.cohort
    client.force_login(attempt.enrolment.person)
    ids = {
        "complete_lesson": cohort.course.lessons.get(),
        "place": cohort,
        "enrol": cohort,
        "withdraw": cohort,
        "assessment": attempt.assessment,
        "assessment_preview": attempt.assessment,
    }
    found = {"my": reverse("my"), "attempt_save": reverse("attempt_save", args=[attempt.public_id, 1])}
    for name in (READS | WRITES) - found.keys():
        found[name] = reverse(name, args=[ids.get(name, attempt).public_id])
    return found


def test_every_address_is_looked_at_here():
    assert {pattern.name for pattern in urlpatterns} == READS | WRITES


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options", "trace"])
def test_address_knows_its_methods_and_no_other(client, addresses, method):
    known = {"get": READS, "head": READS, "post": WRITES}.get(method, set())
    answers = {name: getattr(client, method)(address).status_code for name, address in addresses.items()}
    assert {name for name, status in answers.items() if status != 405} == known


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(client, addresses, method):
    with CaptureQueriesContext(connection) as asked:
        for address in addresses.values():
            getattr(client, method)(address, headers={"X-HTTP-Method-Override": "POST"})
    tables = [query["sql"] for query in asked if query["sql"].lstrip().startswith(CHANGES)]
    assert [sql for sql in tables if "courses_" in sql] == []


@pytest.mark.parametrize(
    "path",
    [
        "/attempt//{id}/",
        "/attempt/{id};x=1/",
        "/attempt/{id}/..../",
        "/attempt/{id}/1.5/",
        "/attempt/{id}/%D9%A1/",
        "/attempt/{upper}/",
        "/attempt/{id}/" + "1/" * 5_000,
        "/my/courses/%ED%A0%80/",
        "/enrol/{id}%00/",
    ],
)
def test_path_that_no_page_has_is_not_found(client, addresses, path):
    key = addresses["attempt"].split("/")[2]
    assert client.get(path.replace("{id}", key).replace("{upper}", key.upper())).status_code == 404


@pytest.mark.parametrize(
    "query", ["?lang=az&lang=ru", "?page=-1", "?x[]=1&x[]=2", "?lang=%00", "?q=" + "%25_*" * 2_000]
)
def test_query_string_of_any_kind_is_harmless(client, addresses, query):
    names = READS - {"assessment_preview", "attempt_result"}
    assert {client.get(addresses[name] + query).status_code for name in names} == {200}
