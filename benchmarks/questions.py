"""What people ask of the register, with the queries and the plans of each: `python -m benchmarks.questions` on a filled database."""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import translation

from certificates.codes import grouped
from certificates.models import Certificate
from certificates.views.verifying import verify_code
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.desk.views.register import register

MOST_QUERIES = 20
TABLES = ("certificates_certificate", "certificates_certificateword")


@dataclass(frozen=True)
class Asked:
    """`scans`: lines of a plan that read a table of the register from end to end."""

    name: str
    queries: int
    milliseconds: float
    plans: list[str]
    scans: list[str]

    @property
    def is_well(self) -> bool:
        return self.queries <= MOST_QUERIES and not self.scans


def questions() -> dict[str, Callable[[], object]]:
    """Each by its name, on the rows of `large_register`: for the whole country, and for the staff of one centre."""
    chief = User(login_id="1000000001", password="!")  # noqa: S106 - nobody signs in
    chief.set_name("Chief")
    chief.save()
    Membership.objects.create(user=chief, role=Role.NATIONAL_ADMIN)
    centre = Centre.objects.get(code="big3")
    clerk = User(login_id="1000000002", password="!")  # noqa: S106
    clerk.set_name("Clerk")
    clerk.save()
    Membership.objects.create(user=clerk, role=Role.CENTRE_STAFF, centre=centre)
    numbered = Certificate.objects.filter(centre=centre).order_by("pk")
    middle = numbered[numbered.count() // 2]
    words = {
        "a name": "zülfüqarov",
        "a name in any order": "Rzayev Ismayil",
        "two names that many have": "Əliyev Əli",
        "half a name": "ali",
        "two letters": "me",
        "the beginnings of two names": "al me",
        "letters that nobody has": "xq",
        "a rare name": middle_name(),
        "a number": middle.number,
        "a number without separators": middle.number.replace("-", "").lower(),
        "half a number": middle.number[:-3],
        "the last part of a number": "123",
        "a code": grouped(middle.code),
        "a login number": middle.enrolment.person.login_id,
    }
    lists: dict[str, dict[str, str]] = {
        "the first page": {},
        "a page in the middle": {"older": str(middle.public_id)},
        "the page before it": {"newer": str(middle.public_id)},
        **{f"search: {name}": {"q": text} for name, text in words.items()},
        "one centre": {"centre": "big3"},
        "one kind": {"kind": "diploma"},
        "revoked": {"state": "revoked"},
        "valid": {"state": "valid"},
        "ending soon": {"state": "ending"},
        "one year": {"year": "2023"},
        "a centre, a year and a kind": {"centre": "big3", "year": "2023", "kind": "level"},
        "half a name at a centre": {"q": "ali", "centre": "big3"},
    }
    found: dict[str, Callable[[], object]] = {}
    for name, query in lists.items():
        found[f"country, {name}"] = lambda query=query: register(request(chief, query))
        if "centre" not in query:
            found[f"centre, {name}"] = lambda query=query: register(request(clerk, query))
    found["anybody, verify by code"] = lambda: verify_code(request(AnonymousUser(), {}), middle.code)
    return found


def middle_name() -> str:
    """Of somebody with a third name."""
    rare = Certificate.objects.filter(words__word__startswith="nadir").order_by("pk")
    return rare[rare.count() // 2].snapshot["name_latin"]


def request(user, query: dict[str, str]) -> HttpRequest:
    found = RequestFactory().get("/desk/register/", query)
    found.user = user
    return found


def ask(name: str, question: Callable[[], object]) -> Asked:
    with translation.override("en"), CaptureQueriesContext(connection) as seen:
        began = time.perf_counter()
        question()
        took = 1000 * (time.perf_counter() - began)
    sqls = [each["sql"] for each in seen.captured_queries]
    plans = [line for sql in sqls if touches_register(sql) for line in plan_of(sql)]
    scans = [line for sql in sqls if touches_register(sql) for line in plan_of(sql) if is_scan(line, sql)]
    return Asked(name, len(sqls), took, plans, scans)


def touches_register(sql: str) -> bool:
    return sql.startswith("SELECT") and any(f'"{table}"' in sql for table in TABLES)


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            ("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql.replace("%", "%%"), ()
        )
        return [str(row[-1]).strip() for row in cursor.fetchall()]


def is_scan(line: str, sql: str) -> bool:
    """SQLite also calls it a scan when an index is walked in its order; that ends where the page is full."""
    for table in TABLES:
        if re.search(rf"Seq Scan on {table}\b", line):
            return True
        if re.match(rf"SCAN {table}\b(?! USING (COVERING )?INDEX)", line) or (
            re.match(rf"SCAN {table}\b", line) and "LIMIT" not in sql
        ):
            return True
    return False


def names_a_table(line: str) -> bool:
    return any(table in line for table in TABLES)


def analysed() -> None:
    """What a database does by itself from time to time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def main() -> int:
    analysed()
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):  # no files are collected for a scratch database
        done = [ask(name, question) for name, question in questions().items()]
    for each in done:
        verdict = "ok  " if each.is_well else "FAIL"
        print(f"{verdict}  {each.queries:2} queries {each.milliseconds:7.1f} ms  {each.name}")
        for line in dict.fromkeys(filter(names_a_table, each.plans)):
            print(f"          {line}")
    return 0 if all(each.is_well for each in done) else 1


if __name__ == "__main__":
    sys.exit(main())
