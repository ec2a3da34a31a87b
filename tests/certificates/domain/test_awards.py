"""Which kinds of certificate a course gives."""

import pytest

from certificates import domain
from certificates.domain.due import shipped_version
from certificates.enums import Kind
from certificates.models import CourseAward
from lms.accounts.enums import Role
from lms.accounts.models import AuditEvent
from lms.refusals import Refusal
from tests.conftest import NOW
from tests.factories.certificates import make_completed, make_finished_cohort
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_staff(Role.NATIONAL_ADMIN)


@pytest.fixture
def cohort():
    return make_finished_cohort()


def test_course_gives_what_was_chosen_and_looks_as_chosen(cohort, chief):
    template = shipped_version(Kind.LEVEL).template
    domain.set_awards(cohort.course, {"course": None, "level": template}, actor=chief, now=NOW)
    domain.set_awards(cohort.course, {"level": template}, actor=chief, now=NOW)
    assert domain.awards_of(cohort.course) == ["level"]
    assert CourseAward.objects.get().template == template
    assert AuditEvent.objects.filter(action="certificates.awards").values_list("facts", flat=True).last() == {
        "kinds": ["level"],
        "templates": [template.pk],
    }


def refused(*args, **facts) -> tuple[str, str]:
    with pytest.raises(Refusal) as found:
        domain.set_awards(*args, **facts, now=NOW)
    return found.value.code, found.value.field


def test_centre_staff_do_not_choose(cohort):
    staff = make_staff(Role.CENTRE_STAFF, centre=cohort.centre)
    assert refused(cohort.course, {"course": None}, actor=staff) == ("not_yours", "")


def test_no_kind_at_all_is_refused(cohort, chief):
    assert refused(cohort.course, {}, actor=chief) == ("no_kind", "")


def test_template_of_another_kind_is_refused(cohort, chief):
    template = shipped_version(Kind.DIPLOMA).template
    assert refused(cohort.course, {"level": template}, actor=chief) == ("wrong_template", "level")


def test_template_that_is_not_published_is_refused(cohort, chief):
    draft = domain.create_template(name="New", kind=Kind.LEVEL, actor=chief, now=NOW)
    assert refused(cohort.course, {"level": draft.template}, actor=chief) == ("wrong_template", "level")


def test_kind_that_is_being_made_is_not_taken_away(cohort, chief):
    make_completed(cohort=cohort)
    staff = make_staff(Role.CENTRE_STAFF, centre=cohort.centre)
    domain.request_batch(cohort, actor=staff, now=NOW)
    assert refused(cohort.course, {"level": None}, actor=chief) == ("pending", "course")
    assert domain.awards_of(cohort.course) == ["course"]


def test_choice_is_not_written_over_one_that_the_writer_did_not_see(cohort, chief):
    seen = domain.stamp_of(cohort.course)
    domain.set_awards(cohort.course, {"course": None, "level": None}, actor=chief, now=NOW, seen=seen)
    assert refused(cohort.course, {"diploma": None}, actor=chief, seen=seen) == ("changed_meanwhile", "")
    template = shipped_version(Kind.LEVEL).template
    seen = domain.stamp_of(cohort.course)
    domain.set_awards(cohort.course, {"course": None, "level": template}, actor=chief, now=NOW, seen=seen)
    assert refused(cohort.course, {"course": None, "level": None}, actor=chief, seen=seen) == ("changed_meanwhile", "")
    assert domain.awards_of(cohort.course) == ["course", "level"]
