"""What the demo's people have done so far, told through the same functions that the pages call, at the moments they would have."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from certificates.domain import approve_batch, issue, request_batch, run_batch
from certificates.models import IssueBatch
from cms.loading.content import DEMO, read
from cms.loading.people import staff_of
from courses.domain.attempt import Answer, save_page, start, submit
from courses.domain.authoring import save_cohort
from courses.domain.completion import complete_lesson
from courses.domain.enrolment import approve, enrol, not_complete
from courses.enums import EnrolmentState
from courses.models import Assessment, Cohort, Course, Enrolment, Lesson
from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.refusals import Refusal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Every eighth answer of somebody who passes is wrong.
SLIP = 8


@dataclass
class Sitting:
    """One person's way through a cohort. `n` is her place in it, and the only chance there is."""

    enrolment: Enrolment
    lessons: list[Lesson]
    quiz: Assessment
    begin: datetime
    end: datetime
    n: int

    def at(self, share: float) -> datetime:
        """A moment on the way from beginning to end."""
        return self.begin + (self.end - self.begin) * share + self.n * timedelta(minutes=7)

    def read(self, lessons: list[Lesson]) -> None:
        for place, lesson in enumerate(lessons, 1):
            complete_lesson(lesson, person=self.enrolment.person, now=self.at(0.8 * place / (len(self.lessons) + 1)))

    def sit(self, *, passing: bool) -> None:
        began = self.at(0.85)
        attempt = start(self.enrolment, assessment=self.quiz, now=began, rng=Random(self.n))  # noqa: S311
        slots = list(attempt.slots.select_related("version"))
        answers = {slot.n: Answer(rev=1, value=answer_to(slot, right=self.knows(slot.n, passing))) for slot in slots}
        save_page(attempt, answers=answers, language=self.enrolment.person.language, now=began + HOUR / 4)
        submit(attempt, now=began + HOUR / 3)

    def knows(self, slot: int, passing: bool) -> bool:
        return (slot + self.n) % SLIP != 0 if passing else (slot + self.n) % 2 == 0


def answer_to(slot, *, right: bool) -> dict:
    spec = slot.version.spec
    if "accepted" in spec:
        return {"text": spec["accepted"][0] if right else "-"}
    correct = [option["id"] for option in spec["options"] if option.get("correct")]
    wrong = [option["id"] for option in spec["options"] if not option.get("correct")]
    return {"options": correct if right else wrong[:1]}


def load_story(learners: dict[str, list[User]], *, now: datetime) -> None:
    """A cohort that is there already keeps its dates and its people."""
    for facts in read(DEMO / "story.toml")["cohorts"]:
        known = Course.objects.filter(key=facts["course"]).exists()
        if known and not Cohort.objects.filter(name=facts["name"]).exists():
            load_cohort(facts, learners[facts["centre"]], now=now)


def load_cohort(facts: dict, people: list[User], *, now: datetime) -> None:
    today = timezone.localdate(now)
    cohort = save_cohort(
        actor=None,
        now=now,
        course=Course.objects.get(key=facts["course"]),
        centre=Centre.objects.get(code=facts["centre"]),
        name=facts["name"],
        language=facts["language"],
        mode=facts.get("mode", "open"),
        seats=facts["seats"],
        starts_on=today + facts["starts"] * DAY,
        ends_on=today + facts["ends"] * DAY,
        enrol_until=today + facts["closes"] * DAY if "closes" in facts else None,
    )
    first, last = facts["people"]
    begin, end = now + facts["starts"] * DAY, min(now - DAY, now + facts["ends"] * DAY)
    for n, person in enumerate(people[first:last]):
        joined = min(begin, now) - 9 * DAY + n * HOUR
        enrolment = admitted(cohort, person, n=n if facts["ends"] > 0 else None, now=joined)
        if facts["starts"] < 0 and enrolment.state == EnrolmentState.ACTIVE:
            learn(enrolment, facts, begin=begin, end=end, n=n)
    if facts["ends"] < 0:
        close(cohort, now=now + (facts["ends"] + 1) * DAY)
    if facts.get("certificates"):
        hand_out(cohort, now=now + (facts["ends"] + 3) * DAY)
    for kind in facts.get("asked", ()):
        ask_for(cohort, kind, now=now - 2 * DAY)
    for kind in facts.get("approved", ()):
        approved = approve_batch(ask_for(cohort, kind, now=now - 2 * DAY), actor=approver(cohort), now=now - DAY)
        run_batch(approved, now=now - DAY)


def admitted(cohort: Cohort, person: User, *, n: int | None, now: datetime) -> Enrolment:
    """Enrolled by herself; where the centre decides, every third still waits for an answer (`n` is None: nobody does)."""
    enrolment = enrol(cohort, person=person, actor=person, now=now)
    if enrolment.state == EnrolmentState.PENDING and (n is None or n % 3):
        return approve(enrolment, actor=staff_of(cohort.centre), now=now + DAY)
    return enrolment


def learn(enrolment: Enrolment, facts: dict, *, begin: datetime, end: datetime, n: int) -> None:
    course = enrolment.cohort.course
    lessons = list(course.lessons.filter(is_active=True))
    way = Sitting(enrolment, lessons, course.assessments.get(key="final"), begin, end, n)
    if n < facts["finished"]:
        way.read(lessons)
        way.sit(passing=True)
        return
    way.read(lessons[: (n * 3) % len(lessons)])
    if n % 4 == 0:
        way.sit(passing=False)


def close(cohort: Cohort, *, now: datetime) -> None:
    """The centre closes the places of those who did not finish in time."""
    for enrolment in cohort.enrolments.filter(state=EnrolmentState.ACTIVE):
        not_complete(enrolment, actor=staff_of(cohort.centre), now=now)


def ask_for(cohort: Cohort, kind: str, *, now: datetime) -> IssueBatch:
    """What the staff of the centre ask for, checked, and waiting for a second person."""
    batch = request_batch(cohort, actor=staff_of(cohort.centre), now=now, kind=kind)
    run_batch(batch, now=now)
    return batch


def approver(cohort: Cohort) -> User:
    return staff_of(cohort.centre, role=Role.APPROVER)


def hand_out(cohort: Cohort, *, now: datetime) -> None:
    for enrolment in cohort.enrolments.filter(state=EnrolmentState.COMPLETED).order_by("pk"):
        try:
            issue(enrolment, actor=None, now=now)
        except Refusal:
            continue  # A name that cannot be drawn; the desk shows it.
