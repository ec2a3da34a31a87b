import pytest
from django.urls import reverse

from certificates.domain.issuing import checked, issue, write_draft
from certificates.enums import Kind
from courses.enums import EnrolmentMode
from lms.accounts.domain import check_slip, new_slip
from lms.accounts.models import AuditEvent
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.desk.pages import errors, told, words
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.people import make_person, make_staff
from tests.pdf.tools import texts


@pytest.fixture
def cohort(centre):
    return make_cohort(centre=centre)


@pytest.fixture
def learner(cohort):
    person = make_person(name="İsmayıl Əliyev")
    make_enrolment(cohort=cohort, person=person)
    return person


def found(desk, text: str) -> list[str] | None:
    page = desk.get("/desk/people/", {"q": text}).context["page"]
    return None if page is None else [person.name for person in page]


@pytest.mark.parametrize(
    "text", ["ismayil", "ISMAYIL", "İsmayıl Əliyev", "eliyev ism", "is", " ismayil  ", "ismayil%", "is_"]
)
def test_search_finds_a_name_in_any_script_and_case(text, desk, learner):
    assert found(desk, text) == ["İsmayıl Əliyev"]


@pytest.mark.parametrize("text", ["", "i", " ", "%", "__", "'", "\0", "…"])
def test_too_little_finds_nobody_and_lists_nobody(text, desk, learner):
    assert (found(desk, text), AuditEvent.objects.filter(action="people.listed").count()) == (None, 0)


@pytest.mark.parametrize(
    "text", ["zz", "123", "ismayil zz", "is" * 4000, "a b " * 200, "(a+)+$ bb", "'; DROP TABLE x; --", "a@\0b"]
)
def test_search_for_nobody_is_answered_calmly(text, desk, learner):
    assert found(desk, text) == []


def test_search_by_number_and_by_address(desk, cohort):
    person = make_person(name="Anna", login_id="7000000011", email="anna@example.org")
    make_enrolment(cohort=cohort, person=person)
    asked = ["7000000011", "7000 0000 11", "7000", "ANNA@example.org", "anna@example", "@example.org"]

    assert [found(desk, text) for text in asked] == [["Anna"], ["Anna"], ["Anna"], ["Anna"], [], []]


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_the_search_do_not_grow(many, desk, cohort, django_assert_num_queries):
    for n in range(many):
        make_enrolment(cohort=make_cohort(centre=cohort.centre), person=make_person(name=f"Murad {n}"))
    with django_assert_num_queries(9):
        desk.get("/desk/people/", {"q": "murad"})


def page(desk, screen: str, person, method="get", **answers):
    return getattr(desk, method)(reverse(f"desk:{screen}", args=[person.public_id]), answers)


def test_file_shows_what_the_centre_knows(desk, learner, cohort):
    done = make_completed(cohort=make_cohort(centre=cohort.centre), person=learner)
    text = words(page(desk, "person", learner))

    assert [
        each in text
        for each in ("İsmayıl Əliyev", done.cohort.name, cohort.name, "0 of 1 lessons", "Print a new slip", "the same")
    ] == [True] * 6


@pytest.mark.parametrize("many", [1, 30])
def test_queries_of_a_file_do_not_grow(many, desk, learner, cohort, django_assert_num_queries):
    for _ in range(many):
        make_enrolment(cohort=make_cohort(centre=cohort.centre), person=learner)
    with django_assert_num_queries(15):
        page(desk, "person", learner)


def test_name_is_mended_with_a_suggestion(desk, cohort):
    person = make_person(name="Пётр Смирнов")
    make_enrolment(cohort=cohort, person=person)
    offered = page(desk, "name", person).context["form"]["name_latin"].value()
    page(desk, "name", person, "post", name="Пётр Смирнов", name_latin="Petr Smirnov")
    person.refresh_from_db()

    assert (offered, person.name_latin) == ("Petr Smirnov", "Petr Smirnov")


def test_name_in_the_wrong_letters_is_refused_at_its_field(desk, learner):
    response = page(desk, "name", learner, "post", name="İsmayıl", name_latin="Исмаил")

    assert errors(response) == {"name_latin": ["Use Latin letters here, as in the passport."]}


def test_mending_a_name_leads_back_to_the_certificates(desk, learner, cohort):
    address = f"{reverse('desk:name', args=[learner.public_id])}?cohort={cohort.public_id}"
    response = desk.post(address, {"name": "İsmayıl", "name_latin": ""})

    assert response.headers["Location"] == reverse("desk:issue", args=[cohort.public_id])


@pytest.mark.parametrize("cohort_key", ["nonsense", "//evil.example.org", "00000000-0000-4000-8000-000000000000"])
def test_mending_a_name_leads_nowhere_else(cohort_key, desk, learner):
    address = f"{reverse('desk:name', args=[learner.public_id])}?cohort={cohort_key}"
    response = desk.post(address, {"name": "İsmayıl", "name_latin": ""})

    assert response.headers["Location"] == reverse("desk:person", args=[learner.public_id])


def test_address_is_written_down(desk, learner):
    page(desk, "email", learner, "post", email="Ismayil@Example.org")
    learner.refresh_from_db()

    assert learner.email == "ismayil@example.org"


def test_address_of_somebody_else_is_refused_at_its_field(desk, learner):
    make_person(email="taken@example.org")
    response = page(desk, "email", learner, "post", email="taken@example.org")

    assert errors(response) == {"email": ["Another person has this e-mail address. Ask for a different one."]}


def test_new_slip_ends_the_old_one(desk, learner, staff, centre):
    old = new_slip(learner, actor=staff, centre=centre, now=NOW)
    code = page(desk, "new_slip", learner, "post").context["code"]
    with pytest.raises(Refusal):
        check_slip(learner.login_id, code=old, now=NOW)

    assert check_slip(learner.login_id, code=code, now=NOW).user == learner


def test_slip_of_somebody_who_works_here_is_refused(desk, cohort, staff):
    colleague = make_staff(centre=cohort.centre)
    make_enrolment(cohort=cohort, person=colleague)
    response = desk.post(reverse("desk:new_slip", args=[colleague.public_id]), follow=True)

    assert told(response) == ["This person works here. Ask the national administrator."]


def test_slip_is_printed_from_the_code(desk, learner):
    code = page(desk, "new_slip", learner, "post").context["code"]
    response = page(desk, "slip", learner, "post", code=code)

    assert (
        response.headers["Content-Type"],
        response.headers["Cache-Control"],
        learner.name in texts(response.content),
    ) == (
        "application/pdf",
        "private, no-store",
        True,
    )


@pytest.mark.parametrize("code", ["", "0" * 26, "x" * 9000])
def test_slip_is_not_printed_from_another_code(code, desk, learner):
    page(desk, "new_slip", learner, "post")
    response = desk.post(reverse("desk:slip", args=[learner.public_id]), {"code": code}, follow=True)

    assert told(response) == ["This slip works no longer. Print a new one."]


@pytest.mark.parametrize("name", ["name", "email", "new_slip"])
def test_account_of_somebody_who_only_applied_is_not_touched(name, desk, centre):
    person = make_person(name="Applicant")
    make_enrolment(cohort=make_cohort(centre=centre, mode=EnrolmentMode.APPROVAL), person=person)

    assert [page(desk, name, person, method).status_code for method in ("get", "post")] == [403, 403]


def test_file_leads_to_the_certificates_that_have_a_number(desk, centre, staff):
    person = make_person(name="Leyla")
    enrolment = make_completed(cohort=make_finished_cohort(centre=centre), person=person)
    issued = issue(enrolment, actor=staff, now=NOW)
    write_draft(checked(enrolment, kind=Kind.LEVEL, actor=staff), actor=staff, now=NOW)
    response = desk.get(reverse("desk:person", args=[person.public_id]))

    assert [each.certificates for each in response.context["places"]] == [[issued]]
    assert reverse("desk:certificate", args=[issued.public_id]) in response.content.decode()
