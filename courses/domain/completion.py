"""What is done and what is missing: the one place that says that a course is completed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.domain.enrolment import move
from courses.enums import SEATED, Access, EnrolmentState
from courses.exceptions import EnrolmentRefused
from courses.models import Enrolment, Lesson, LessonCompletion
from courses.queries.standing import Outstanding, Standing, standing_of
from lms.accounts import audit
from lms.accounts.models import User
from lms.jobs import enqueue

MOST_HOURS = 2000


def complete_lesson(lesson: Lesson, *, person: User, now: datetime) -> LessonCompletion:
    """A person has finished a lesson. Twice is once, and the first date stays.

    Raises EnrolmentRefused where the lesson is for the enrolled and she is not.
    """
    with transaction.atomic():
        refuse_reading(lesson, person)
        completion, is_new = LessonCompletion.objects.get_or_create(
            person=person, lesson=lesson, defaults={"completed_at": now}
        )
        if is_new:
            for enrolment in learning(person).filter(cohort__course=lesson.course_id).order_by("pk"):
                settle(enrolment, now=now)
        return completion


def learning(person: User):
    return Enrolment.objects.filter(person=person, state=EnrolmentState.ACTIVE)


def refuse_reading(lesson: Lesson, person: User) -> None:
    """Raises EnrolmentRefused for a lesson that this person may not read."""
    if lesson.course.access == Access.ENROLLED and not has_place(person, lesson.course_id):
        raise EnrolmentRefused(
            _("This lesson is for enrolled learners. Enrol in the course first."), code="not_enrolled"
        )


def has_place(person: User, course_id: int) -> bool:
    """Holds a seat in a cohort of the course, or held one to the end."""
    states = (*SEATED, EnrolmentState.NOT_COMPLETED)
    return Enrolment.objects.filter(person=person, cohort__course=course_id, state__in=states).exists()


def outstanding(enrolment: Enrolment) -> list[Outstanding]:
    """What is missing before the course is completed; empty when nothing is."""
    return standing_of(enrolment).outstanding


def settle(enrolment: Enrolment, *, now: datetime) -> Enrolment:
    """Completes the enrolment if nothing is missing: date and final score are stamped, and the news is enqueued once.

    May be called at any time, by anything that may have been the last missing part.
    """
    with transaction.atomic():
        enrolment = locked(enrolment)
        if enrolment.state != EnrolmentState.ACTIVE:
            return enrolment
        standing = standing_of(enrolment)
        if standing.outstanding:
            return enrolment
        return completed(standing, actor=None, now=now)


def complete(enrolment: Enrolment, *, actor: User, now: datetime) -> Enrolment:
    """Staff say that a course is completed whose rule leaves it to them. Twice is once.

    Raises EnrolmentRefused when the rule asks for something that is missing.
    """
    with transaction.atomic():
        enrolment = locked(enrolment)
        if enrolment.state == EnrolmentState.COMPLETED:
            return enrolment
        standing = standing_of(enrolment)
        if any(missing.kind != "centre" for missing in standing.outstanding):
            raise EnrolmentRefused(_("Something is still missing for this course."), code="outstanding")
        return completed(standing, actor=actor, now=now)


def completed(standing: Standing, *, actor: User | None, now: datetime) -> Enrolment:
    final_score = standing.final_score
    enrolment = move(
        standing.enrolment,
        EnrolmentState.COMPLETED,
        actor=actor,
        now=now,
        completed_at=now,
        final_score=final_score,
    )
    enqueue("courses.enrolment_completed", enrolment_id=enrolment.pk)
    return enrolment


def record_hours(enrolment: Enrolment, *, hours: int, actor: User, now: datetime) -> Enrolment:
    """The hours of attendance so far, as the centre counted them. Completes the enrolment if they were the last part."""
    if not 0 <= hours <= MOST_HOURS:
        sentence = _("Write a number of hours from 0 to %(most)d.") % {"most": MOST_HOURS}
        raise EnrolmentRefused(sentence, code="invalid_hours", field="hours")
    with transaction.atomic():
        enrolment = locked(enrolment)
        if enrolment.hours != hours:
            centre = enrolment.cohort.centre
            audit.record(
                "enrolment.hours",
                actor=actor,
                now=now,
                person=enrolment.person,
                centre=centre,
                obj=enrolment,
                hours=hours,
            )
            enrolment.hours = hours
            enrolment.save(update_fields=["hours"])
        return settle(enrolment, now=now)


def locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__course", "cohort__centre", "person").get(pk=enrolment.pk)
