"""What kinds ask for and what courses give: for the national office."""

import pytest
from django.urls import reverse

from certificates import domain
from certificates.domain import Rule
from certificates.domain.due import shipped_version
from certificates.enums import Kind
from lms.accounts.enums import Role
from tests.conftest import NOW
from tests.desk.pages import cells, words
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.courses import make_course
from tests.factories.people import make_staff

KINDS = reverse("desk:kinds")
AWARDS = reverse("desk:awards")


@pytest.fixture
def chief(db):
    return make_staff(Role.NATIONAL_ADMIN, language="en")


@pytest.fixture
def office(chief, sit_down):
    return sit_down(chief)


def test_rule_of_one_kind_is_saved_and_the_others_stay(office):
    office.post(KINDS, {"kind": "level", "level-months_valid": "24", "level-second_person": "on"})
    office.post(KINDS, {"kind": "course", "course-months_valid": "0"})

    assert [domain.rule_of(kind) for kind in Kind] == [Rule(False, 0), Rule(True, 24), Rule(True, 0)]
    assert "Valid for 24 months" in words(office.get(KINDS))


@pytest.mark.parametrize("months", ["", "-1", "601", "x", "1.5"])
def test_term_that_is_none_is_told_at_its_field(months, office):
    response = office.post(KINDS, {"kind": "level", "level-months_valid": months})
    forms = {kind.value: form for kind, _rule, form in response.context["rows"]}

    assert list(forms["level"].errors) == ["months_valid"]
    assert (forms["level"]["months_valid"].value(), bool(forms["course"].errors)) == (months, False)


@pytest.mark.parametrize("kind", ["", "nonsense"])
def test_unknown_kind_changes_nothing(kind, office):
    assert (office.post(KINDS, {"kind": kind}).status_code, domain.rule_of("course")) == (200, Rule(False, 0))


@pytest.mark.parametrize("address", [KINDS, AWARDS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_centre_staff_do_not_open_it(address, method, desk):
    assert getattr(desk, method)(address).status_code == 403


def test_list_says_what_each_course_gives(office, chief):
    plain, other = make_course(key="a"), make_course(key="b")
    template = shipped_version(Kind.LEVEL).template
    domain.set_awards(other, {"course": None, "level": template}, actor=chief, now=NOW)

    assert cells(office.get(AWARDS)) == [
        [f"Course {plain.key}", "Course completion"],
        [f"Course {other.key}", f"Course completion Language level {template.name}"],
    ]


def test_number_of_queries_does_not_depend_on_the_courses(office, django_assert_num_queries):
    make_course()
    office.get(AWARDS)
    with django_assert_num_queries(7):
        office.get(AWARDS)
    for _ in range(29):
        make_course()
    with django_assert_num_queries(7):
        office.get(AWARDS)


def page(course) -> str:
    return reverse("desk:course_awards", args=[course.public_id])


def test_course_gives_what_is_chosen(office):
    course, template = make_course(), shipped_version(Kind.DIPLOMA).template
    response = office.post(page(course), {"diploma-given": "on", "diploma-template": str(template.pk)})

    assert response.headers["Location"] == AWARDS
    assert [(each.kind, each.template) for each in course.awards.all()] == [("diploma", template)]
    assert [form.initial["given"] for form in office.get(page(course)).context["forms"]] == [False, False, True]


def test_nothing_chosen_is_told_above_the_form(office):
    response = office.post(page(make_course()), {})

    assert str(response.context["refusal"]) == "Choose at least one kind of certificate."


def test_template_of_another_kind_is_told_at_its_field(office):
    template = shipped_version(Kind.DIPLOMA).template
    response = office.post(page(make_course()), {"level-given": "on", "level-template": str(template.pk)})
    level = response.context["forms"][1]

    assert level.errors == {"template": ["This template is not published, or is of another kind."]}


def test_kind_that_is_being_made_is_told_at_its_field(office, chief):
    cohort = make_finished_cohort()
    make_completed(cohort=cohort)
    domain.request_batch(cohort, actor=chief, now=NOW)
    response = office.post(page(cohort.course), {"level-given": "on"})

    assert response.context["forms"][0].errors == {
        "given": ["Certificates of this kind are being made for the course. Issue or cancel them first."]
    }
