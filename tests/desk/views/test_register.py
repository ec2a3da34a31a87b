"""The register as staff read it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from certificates import domain
from certificates.domain import Rule
from certificates.enums import Kind, Reason
from certificates.models import Certificate
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.desk import exports
from lms.desk.queries import register as queries
from tests.conftest import NOW
from tests.desk.pages import cells, told, words
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_centre, make_person, make_staff

REGISTER = reverse("desk:register")


def issued(name: str, *, centre, at=NOW, kind: str = Kind.COURSE) -> Certificate:
    enrolment = make_completed(cohort=make_finished_cohort(centre=centre), person=make_person(name=name))
    return domain.issue(enrolment, actor=None, now=at, kind=kind)


def names(response) -> list[str]:
    return [row.facts["name_latin"] for row in response.context["page"].rows]


def revoked(certificate) -> Certificate:
    staff = make_staff(Role.CENTRE_STAFF, centre=certificate.centre)
    asked = domain.request_revocation(certificate, reason=Reason.FRAUD, actor=staff, now=NOW)
    domain.decide_revocation(asked, agreed=True, actor=make_staff(Role.NATIONAL_ADMIN), now=NOW)
    return certificate


def test_row_says_who_which_number_which_course_when_and_what_it_is_worth(desk, centre):
    issued("Ali Aliyev", centre=centre)

    assert cells(desk.get(REGISTER)) == [
        [
            "Ali Aliyev",
            "AZ-BAKU-2026-000001",
            "Azerbaijani for beginners Course completion Centre baku",
            "23 November 2026",
            "Valid",
        ]
    ]


def test_newest_comes_first_and_drafts_are_not_there(desk, centre):
    for days, name in ((3, "Third"), (1, "First"), (2, "Second")):
        issued(name, centre=centre, at=NOW + timedelta(days=days))
    domain.issuing.write_draft(
        domain.issuing.checked(make_completed(), kind=Kind.COURSE, actor=None), actor=None, now=NOW
    )

    assert names(desk.get(REGISTER)) == ["Third", "Second", "First"]


def test_empty_register_says_so(desk):
    assert "No certificate has been issued yet." in words(desk.get(REGISTER))


def test_nothing_found_says_how_to_look(desk, centre):
    issued("Ali Aliyev", centre=centre)
    response = desk.get(REGISTER, {"q": "zzz"})

    assert "Nothing found." in words(response)
    assert 'value="zzz"' in response.content.decode()


@pytest.fixture
def four(centre):
    """A valid one, a revoked one, one that ends soon and one that has ended; a year apart where it matters."""
    chief = make_staff(Role.NATIONAL_ADMIN)
    issued("Valid", centre=centre)
    revoked(issued("Revoked", centre=centre))
    domain.set_rule(Kind.COURSE, Rule(False, 12), actor=chief, now=NOW)
    issued("Ending", centre=centre, at=NOW - timedelta(days=365 - 50))
    issued("Expired", centre=centre, at=NOW - timedelta(days=400))
    domain.set_rule(Kind.LEVEL, Rule(False, 0), actor=chief, now=NOW)
    issued("Level", centre=centre, kind=Kind.LEVEL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "valid"}, {"Valid", "Ending", "Level"}),
        ({"state": "revoked"}, {"Revoked"}),
        ({"state": "ending"}, {"Ending"}),
        ({"state": "expired"}, {"Expired"}),
        ({"state": "replaced"}, set()),
        ({"kind": "level"}, {"Level"}),
        ({"year": "2025"}, {"Expired"}),
        ({"year": "2026", "state": "valid", "q": "va"}, {"Valid"}),
        ({"state": "nonsense", "kind": "x", "year": "1", "centre": "?", "older": "x"}, {"Valid", "Revoked", "Ending"}),
    ],
)
def test_filter_leaves_what_was_asked_for(query, found, four, desk):
    got = set(names(desk.get(REGISTER, query)))

    assert got == (found | {"Expired", "Level"} if "nonsense" in query.values() else found)


def test_year_is_that_of_baku(desk, centre):
    # 21:00 UTC on 31 December is one o'clock on 1 January in Baku.
    issued("Midnight", centre=centre, at=NOW.replace(month=12, day=31, hour=21))

    assert names(desk.get(REGISTER, {"year": "2027"})) == ["Midnight"]


def test_pages_go_on_from_a_row_and_back(desk, centre, monkeypatch):
    monkeypatch.setattr(queries, "ROWS", 2)
    for n in range(5):  # some in the same moment, as a batch has them
        issued(f"P{n}", centre=centre, at=NOW + timedelta(days=n // 2))
    first = desk.get(REGISTER)
    second = desk.get(REGISTER + first.context["older"])
    third = desk.get(REGISTER + second.context["older"])
    back = desk.get(REGISTER + third.context["newer"])

    assert [names(each) for each in (first, second, third, back)] == [["P4", "P3"], ["P2", "P1"], ["P0"], ["P2", "P1"]]
    assert [bool(each.context["newer"]) for each in (first, second, third)] == [False, True, True]
    assert [bool(each.context["older"]) for each in (first, second, third)] == [True, True, False]
    assert names(desk.get(REGISTER + back.context["newer"])) == ["P4", "P3"]


def test_page_from_a_row_of_another_centre_is_the_first_page(desk, centre):
    issued("Ours", centre=centre)
    theirs = issued("Theirs", centre=make_centre(), at=NOW - timedelta(days=1))

    assert names(desk.get(REGISTER, {"older": str(theirs.public_id)})) == ["Ours"]


def test_national_office_sees_all_and_chooses_a_centre(sit_down, centre):
    other = make_centre(code="ganja")
    issued("Ours", centre=centre)
    issued("Theirs", centre=other)
    desk = sit_down(make_staff(Role.NATIONAL_ADMIN))

    assert (names(desk.get(REGISTER)), names(desk.get(REGISTER, {"centre": "ganja"}))) == (
        ["Theirs", "Ours"],
        ["Theirs"],
    )


@pytest.mark.parametrize("query", [{}, {"q": "person"}, {"state": "valid"}])
def test_number_of_queries_does_not_depend_on_the_rows(query, desk, centre, django_assert_num_queries):
    desk.get(REGISTER)
    counts = []
    for many in (1, 29):
        for _ in range(many):
            issued("Person Somebody", centre=centre)
        with django_assert_num_queries(QUERIES[bool(query.get("q"))]) as seen:
            assert len(names(desk.get(REGISTER, query))) in (1, 30)
        counts.append(len(seen))

    assert counts[0] == counts[1]


QUERIES = {False: 10, True: 11}


def csv_of(desk, **query) -> list[str]:
    response = desk.get(reverse("desk:export_csv"), query)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return response.getvalue().decode().splitlines()


def test_csv_has_the_filtered_rows_in_the_readers_words(desk, centre):
    issued("Günəş Əliyeva", centre=centre)
    issued("Omar Khan", centre=centre)

    assert csv_of(desk, q="gunes") == [
        (
            "\ufeffNumber,Name in Latin letters,Name in the person’s own letters,Kind,Course,Level,Centre,Issued on,"
            "Valid until,State,Revoked on,Replaced by"
        ),
        (
            "AZ-BAKU-2026-000001,Günəş Əliyeva,,Course completion,Azerbaijani for beginners,A1,Centre baku,2026-11-23,,"
            "Valid,,"
        ),
    ]


def test_csv_in_azerbaijani_says_so(staff, sit_down, centre):
    issued("Ali Aliyev", centre=centre)
    lines = csv_of(sit_down(staff, language="az"))

    assert lines[0].startswith("\ufeffNömrə,Latın hərfləri ilə ad,")
    assert ",Etibarlıdır," in lines[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_formula_is_a_text_in_both_files(text):
    [line] = list(exports.as_csv(iter([[text]])))[1:]
    book = load_workbook(exports.as_xlsx(iter([["x"], [text.strip()]]), title="T"))
    cell = book.active["A2"]

    assert line.decode().strip().strip('"').startswith("'")
    assert (cell.value, cell.data_type) == (text.strip(), "s")


def test_workbook_has_dates_as_dates_and_the_names_as_they_are(desk, centre):
    issued("Günəş Əliyeva", centre=centre)
    response = desk.get(reverse("desk:export_xlsx"))
    sheet = load_workbook(BytesIO(response.getvalue())).active
    heading, row = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert (sheet.title, heading[0], row[1], row[7].date()) == (
        "Register",
        "Number",
        "Günəş Əliyeva",
        NOW.date(),
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_taking_a_list_away_is_written_down(form, desk, staff, centre):
    issued("Ali Aliyev", centre=centre)
    desk.get(reverse(f"desk:export_{form}"), {"q": "ali", "state": "valid", "year": "2026"})
    row = AuditEvent.objects.get(action="register.exported")

    assert (row.actor, row.facts) == (
        staff,
        {"rows": 1, "form": form, "searched": True, "state": "valid", "year": "2026"},
    )


def test_more_rows_than_a_file_takes_are_refused_with_a_sentence(desk, centre, monkeypatch):
    monkeypatch.setattr("lms.desk.views.register.MOST_ROWS", 1)
    for name in ("One", "Two"):
        issued(name, centre=centre)
    response = desk.get(reverse("desk:export_csv"), {"state": "valid"}, follow=True)

    assert response.redirect_chain == [(f"{REGISTER}?state=valid", 302)]
    assert told(response) == ["More than 1 certificates do not fit into one file. Choose a year, a centre or a kind."]
    assert not AuditEvent.objects.filter(action="register.exported").exists()


def test_auditor_begins_at_the_register_and_has_no_other_tab(sit_down, centre):
    auditor = sit_down(make_staff(Role.AUDITOR))
    html = auditor.get(REGISTER).content.decode()

    assert ('href="/desk/register/"' in html, 'href="/desk/cohorts/"' in html) == (True, False)
