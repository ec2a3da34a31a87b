import pytest
from django.urls import reverse

from courses.enums import EnrolmentMode, EnrolmentState
from courses.models import Enrolment
from lms.accounts.domain import check_slip
from lms.accounts.models import AuditEvent, User
from tests.conftest import NOW
from tests.desk.pages import errors, words
from tests.factories.courses import make_cohort, make_course, make_enrolment
from tests.factories.people import make_centre, make_person

NEW = {"name": "Ayşe Demir", "name_latin": "", "language": "ru"}


@pytest.fixture
def cohort(centre):
    return make_cohort(centre=centre, mode=EnrolmentMode.STAFF, name="Evening")


def add(desk, cohort, **answers):
    return desk.post(reverse("desk:add_learner", args=[cohort.public_id]), NEW | answers)


def shown_code(response) -> str:
    return response.context["code"]


def test_new_person_is_shown_with_number_and_code(desk, cohort):
    response = add(desk, cohort)
    person = User.objects.get(name="Ayşe Demir")
    slip = check_slip(person.login_id, code=shown_code(response), now=NOW)

    assert (slip.user, person.language, Enrolment.objects.get().person, words(response)[:17]) == (
        person,
        "ru",
        person,
        "Added: Ayşe Demir",
    )


def test_code_is_kept_nowhere(desk, cohort):
    code = shown_code(add(desk, cohort))
    rows = [list(model.objects.values()) for model in (User, AuditEvent)] + [dict(desk.session)]

    assert code not in str(rows)


def test_latin_form_is_suggested_before_anybody_is_made(desk, cohort):
    response = add(desk, cohort, name="Юлия Щербакова")
    form = response.context["form"]

    assert (form["name"].value(), form["name_latin"].value(), form["suggested"].value(), User.objects.count()) == (
        "Юлия Щербакова",
        "Iuliia Shcherbakova",
        True,
        1,
    )


def test_suggested_form_is_taken_as_it_comes_back(desk, cohort):
    add(desk, cohort, name="Юлия Щербакова", name_latin="Yulia Shcherbakova", suggested="True")

    assert User.objects.filter(name_latin="Yulia Shcherbakova").count() == 1


def test_suggested_form_may_be_left_out(desk, cohort):
    add(desk, cohort, name="Юлия Щербакова", suggested="True")

    assert User.objects.get(name="Юлия Щербакова").name_latin == ""


def test_arabic_name_has_no_suggestion_and_is_taken(desk, cohort):
    add(desk, cohort, name="محمد رضا حسینی")

    assert User.objects.filter(name="محمد رضا حسینی").count() == 1


def test_namesake_is_shown_with_a_way_to_enrol_him(desk, cohort, centre):
    known = make_person(name="Demir Ayşe")
    make_enrolment(cohort=make_cohort(centre=centre), person=known)
    response = add(desk, cohort)

    assert (response.context["alike"], response.context["form"]["known"].value(), cohort.enrolments.count()) == (
        [known],
        str(known.public_id),
        0,
    )


def test_namesake_who_is_somebody_else_does_not_stop_twice(desk, cohort, centre):
    known = make_person(name="Ayşe Demir")
    make_enrolment(cohort=make_cohort(centre=centre), person=known)
    add(desk, cohort, known=str(known.public_id), suggested="True")

    assert User.objects.filter(name="Ayşe Demir").count() == 2


def test_form_sent_again_makes_nobody_twice(desk, cohort):
    add(desk, cohort)
    add(desk, cohort)

    assert User.objects.filter(name="Ayşe Demir").count() == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "This field is required."),
        ("   ", "Write your name with letters."),
        ("x" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("a\0b", "Null characters are not allowed."),
        ("e" + "\u0301" * 5, "Write at most two accents on one letter."),
        ("1234", "Write your name with letters."),
    ],
)
def test_name_that_is_none_is_refused_at_its_field(name, sentence, desk, cohort):
    response = add(desk, cohort, name=name)

    assert (errors(response), Enrolment.objects.count()) == ({"name": [sentence]}, 0)


@pytest.mark.parametrize("language", ["", "xx"])
def test_language_of_nobody_is_refused(language, desk, cohort):
    assert list(errors(add(desk, cohort, language=language))) == ["language"]


def test_known_that_is_nonsense_is_nobody(desk, cohort):
    add(desk, cohort, known="nonsense ' or 1=1")

    assert User.objects.filter(name="Ayşe Demir").count() == 1


def test_refusal_of_the_cohort_stands_above_the_form(desk, centre):
    cohort = make_cohort(centre=centre, is_cancelled=True)
    response = add(desk, cohort)

    assert errors(response) == {"__all__": ["This course will not take place."]}


def known_to(desk, cohort, **answers):
    return desk.post(reverse("desk:enrol_known", args=[cohort.public_id]), answers)


def test_person_of_the_centre_is_enrolled_by_a_click(desk, cohort, centre):
    known = make_person()
    make_enrolment(cohort=make_cohort(centre=centre), person=known)
    response = known_to(desk, cohort, person=str(known.public_id))

    assert (response.headers["Location"], cohort.enrolments.get().person) == (
        reverse("desk:cohort", args=[cohort.public_id]),
        known,
    )


def test_stranger_is_enrolled_with_number_and_name(desk, cohort):
    stranger = make_person(name="Omar Khan")
    known_to(desk, cohort, number=stranger.login_id, name="omar khan")

    assert cohort.enrolments.get().person == stranger


def test_stranger_is_not_enrolled_with_the_number_alone(desk, cohort):
    stranger = make_person(name="Omar Khan")
    response = known_to(desk, cohort, number=stranger.login_id, name="Ali")

    assert (errors(response), cohort.enrolments.count()) == (
        {
            "number": [
                "No account has this number or address together with this name. Please check both with the person."
            ]
        },
        0,
    )


@pytest.mark.parametrize("person", ["", "nonsense", "00000000-0000-4000-8000-000000000000", "1"])
def test_key_of_nobody_is_not_found(person, desk, cohort):
    assert known_to(desk, cohort, person=person).status_code == 404


def test_full_cohort_is_told(desk, centre):
    cohort = make_cohort(centre=centre, seats=1)
    make_enrolment(cohort=cohort)
    stranger = make_person(name="Omar Khan")
    response = known_to(desk, cohort, number=stranger.login_id, name="Omar Khan")

    assert "All seats are taken: Omar Khan is in line." in desk.get(response.headers["Location"]).content.decode()


def decide(desk, enrolment, decision, method="post"):
    return getattr(desk, method)(reverse("desk:decide", args=[enrolment.public_id, decision]))


def waiting_for_approval(centre) -> Enrolment:
    return make_enrolment(cohort=make_cohort(centre=centre, mode=EnrolmentMode.APPROVAL))


@pytest.mark.parametrize(
    ("decision", "state"), [("approve", EnrolmentState.ACTIVE), ("reject", EnrolmentState.REJECTED)]
)
def test_application_is_decided(decision, state, desk, centre):
    enrolment = waiting_for_approval(centre)
    decide(desk, enrolment, decision)
    enrolment.refresh_from_db()

    assert enrolment.state == state


def test_withdrawal_is_asked_first_and_done_by_a_post(desk, centre):
    enrolment = make_enrolment(cohort=make_cohort(centre=centre))
    asked = decide(desk, enrolment, "withdraw", "get")
    enrolment.refresh_from_db()
    before = enrolment.state
    decide(desk, enrolment, "withdraw")
    enrolment.refresh_from_db()

    assert ("The seat goes to the first person in line." in words(asked), before, enrolment.state) == (
        True,
        EnrolmentState.ACTIVE,
        EnrolmentState.WITHDRAWN,
    )


@pytest.mark.parametrize("left", ["withdraw", "not-complete"])
def test_person_who_left_is_taken_in_again(left, desk, centre):
    enrolment = make_enrolment(cohort=make_cohort(centre=centre))
    if left == "withdraw":
        decide(desk, enrolment, left)
    else:
        Enrolment.objects.update(state=EnrolmentState.NOT_COMPLETED)
        type(enrolment.cohort).objects.update(taken=0)
    decide(desk, enrolment, "reopen")
    enrolment.refresh_from_db()

    assert enrolment.state == EnrolmentState.ACTIVE


def test_course_that_leaves_it_to_the_centre_is_completed_by_staff(desk, centre):
    cohort = make_cohort(centre=centre, course=make_course(rule={"lessons": "none"}))
    enrolment = make_enrolment(cohort=cohort)
    decide(desk, enrolment, "complete")
    enrolment.refresh_from_db()

    assert enrolment.state == EnrolmentState.COMPLETED


@pytest.mark.parametrize("decision", ["complete", "not-complete", "approve", "reopen", "nonsense"])
def test_what_makes_no_sense_now_is_not_offered_and_changes_nothing(decision, desk, centre):
    enrolment = make_enrolment(cohort=make_cohort(centre=centre))
    asked = decide(desk, enrolment, decision, "get").status_code
    done = decide(desk, enrolment, decision)
    enrolment.refresh_from_db()

    assert (asked, done.headers["Location"], enrolment.state) == (
        404,
        reverse("desk:cohort", args=[enrolment.cohort.public_id]),
        EnrolmentState.ACTIVE,
    )


def test_decision_sent_twice_is_one(desk, centre):
    enrolment = waiting_for_approval(centre)
    decide(desk, enrolment, "approve")
    decide(desk, enrolment, "approve")
    enrolment.cohort.refresh_from_db()

    assert (enrolment.cohort.taken, AuditEvent.objects.filter(action="enrolment.active").count()) == (1, 1)


def test_centre_of_the_cohort_is_named_in_the_audit(desk, staff, cohort, centre):
    make_centre()
    add(desk, cohort)

    assert [(row.actor, row.centre) for row in AuditEvent.objects.filter(action="person.created")] == [(staff, centre)]
