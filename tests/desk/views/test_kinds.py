"""What kinds ask for and what courses give: for the national office."""

import pytest
from django.urls import reverse

from certificates import domain
from certificates.domain import Rule
from certificates.domain.due import shipped_version
from certificates.domain.kinds import CHANGED_MEANWHILE
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


def rule(kind: str, *, months: str, second_person: bool = False, seen: str | None = None) -> dict[str, str]:
    """What the form sends; `seen` as it was on the page."""
    told = {"kind": kind, f"{kind}-months_valid": months, "seen": domain.rule_of(kind).stamp if seen is None else seen}
    return told | ({f"{kind}-second_person": "on"} if second_person else {})


def test_national_office_finds_them_where_certificates_are_and_nobody_else_does(office, sit_down):
    cohort = make_finished_cohort()
    issue = reverse("desk:issue", args=[cohort.public_id])
    staff = sit_down(make_staff(Role.CENTRE_STAFF, centre=cohort.centre))
    seen = [
        [KINDS in page and AWARDS in page for page in (browser.get(each).content.decode() for each in where)]
        for browser, where in (
            (office, ["/desk/templates/", "/desk/register/", issue]),
            (staff, ["/desk/register/", issue]),
        )
    ]

    assert seen == [[True, True, True], [False, False]]


def test_rule_of_one_kind_is_saved_and_the_others_stay(office):
    office.post(KINDS, rule("level", months="24", second_person=True))
    office.post(KINDS, rule("course", months="0"))

    assert [domain.rule_of(kind) for kind in Kind] == [Rule(False, 0), Rule(True, 24), Rule(True, 0)]
    assert "Valid for 24 months" in words(office.get(KINDS))


@pytest.mark.parametrize("months", ["", "-1", "601", "x", "1.5"])
def test_term_that_is_none_is_told_at_its_field(months, office):
    response = office.post(KINDS, rule("level", months=months))
    forms = {kind.value: form for kind, _rule, _seen, form in response.context["rows"]}

    assert list(forms["level"].errors) == ["months_valid"]
    assert (forms["level"]["months_valid"].value(), bool(forms["course"].errors)) == (months, False)


def stamps(response) -> dict[str, str]:
    return {kind.value: seen for kind, _rule, seen, _form in response.context["rows"]}


def test_rule_that_somebody_else_changed_meanwhile_is_shown_and_what_was_typed_is_kept(office, chief):
    seen = stamps(office.get(KINDS))["level"]
    domain.set_rule(Kind.LEVEL, Rule(True, 12), actor=chief, now=NOW)
    response = office.post(KINDS, rule("level", months="24", seen=seen))
    [form] = [form for kind, _rule, _seen, form in response.context["rows"] if kind == Kind.LEVEL]

    assert form.non_field_errors() == [str(CHANGED_MEANWHILE)]
    assert (form["months_valid"].value(), domain.rule_of("level")) == ("24", Rule(True, 12))
    assert "Valid for 12 months" in words(response)
    office.post(KINDS, rule("level", months="24", seen=stamps(response)["level"]))
    assert domain.rule_of("level") == Rule(False, 24)


def test_form_with_a_fault_still_says_what_its_writer_saw(office, chief):
    seen = stamps(office.get(KINDS))["level"]
    domain.set_rule(Kind.LEVEL, Rule(True, 12), actor=chief, now=NOW)

    assert stamps(office.post(KINDS, rule("level", months="x", seen=seen)))["level"] == seen


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


def chosen(course, **kinds) -> dict[str, str]:
    """What the form sends of a page that was opened just now."""
    return (
        {"seen": domain.stamp_of(course)}
        | {f"{kind}-given": "on" for kind in kinds}
        | {f"{kind}-template": str(template.pk) for kind, template in kinds.items() if template}
    )


def test_course_gives_what_is_chosen(office):
    course, template = make_course(), shipped_version(Kind.DIPLOMA).template
    response = office.post(page(course), chosen(course, diploma=template))

    assert response.headers["Location"] == AWARDS
    assert [(each.kind, each.template) for each in course.awards.all()] == [("diploma", template)]
    assert [form.initial["given"] for form in office.get(page(course)).context["forms"]] == [False, False, True]


def test_nothing_chosen_is_told_above_the_form(office):
    course = make_course()
    response = office.post(page(course), chosen(course))

    assert str(response.context["refusal"]) == "Choose at least one kind of certificate."


def test_template_of_another_kind_is_told_at_its_field(office):
    course, template = make_course(), shipped_version(Kind.DIPLOMA).template
    response = office.post(page(course), chosen(course, level=template))
    level = response.context["forms"][1]

    assert level.errors == {"template": ["This template is not published, or is of another kind."]}


def test_kind_that_is_being_made_is_told_at_its_field(office, chief):
    cohort = make_finished_cohort()
    make_completed(cohort=cohort)
    domain.request_batch(cohort, actor=chief, now=NOW)
    response = office.post(page(cohort.course), chosen(cohort.course, level=None))

    assert response.context["forms"][0].errors == {
        "given": ["Certificates of this kind are being made for the course. Issue or cancel them first."]
    }


def test_what_somebody_else_chose_meanwhile_is_shown_and_what_was_chosen_is_kept(office, chief):
    course, template = make_course(), shipped_version(Kind.LEVEL).template
    old = chosen(course, diploma=None)
    domain.set_awards(course, {"course": None, "level": template}, actor=chief, now=NOW)
    response = office.post(page(course), old)

    assert str(response.context["refusal"]) == str(CHANGED_MEANWHILE)
    assert response.context["now"] == [("Course completion", ""), ("Language level", template.name)]
    assert [form["given"].value() for form in response.context["forms"]] == [False, False, True]
    assert domain.awards_of(course) == ["course", "level"]
    office.post(page(course), old | {"seen": response.context["seen"]})
    assert domain.awards_of(course) == ["diploma"]
