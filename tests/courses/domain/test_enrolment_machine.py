"""Any order of enrolling, leaving and changing seats, compared with a model that a child could run."""

import pytest
from hypothesis import settings
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.strategies import integers

from courses.domain import authoring
from courses.domain.enrolment import enrol, withdraw
from courses.models import Cohort, Enrolment
from tests.conftest import NOW
from tests.factories.courses import make_cohort
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
PEOPLE = 6


class Places(RuleBasedStateMachine):
    """The model: who is in, and who waits in which order."""

    def __init__(self):
        super().__init__()
        self.seats = 2
        self.cohort = make_cohort(seats=self.seats)
        self.people = [make_person() for _ in range(PEOPLE)]
        self.seated: list[int] = []
        self.line: list[int] = []

    @rule(who=integers(0, PEOPLE - 1))
    def enter(self, who):
        enrol(self.cohort, person=self.people[who], actor=self.people[who], now=NOW)
        if who in self.seated or who in self.line:
            return
        (self.seated if len(self.seated) < self.seats else self.line).append(who)

    @rule(who=integers(0, PEOPLE - 1))
    def leave(self, who):
        for enrolment in Enrolment.objects.filter(cohort=self.cohort, person=self.people[who]):
            withdraw(enrolment, actor=self.people[who], now=NOW)
        for places in (self.seated, self.line):
            if who in places:
                places.remove(who)
        self.fill()

    @precondition(lambda self: self.seats < PEOPLE)
    @rule(more=integers(1, 2))
    def add_seats(self, more):
        self.seats += more
        authoring.save_cohort(self.cohort, actor=None, now=NOW, seats=self.seats)
        self.fill()

    @rule()
    def drop_free_seats(self):
        self.seats = max(len(self.seated), 1)
        authoring.save_cohort(self.cohort, actor=None, now=NOW, seats=self.seats)

    def fill(self):
        while self.line and len(self.seated) < self.seats:
            self.seated.append(self.line.pop(0))

    @invariant()
    def rows_say_the_same(self):
        people = {person.pk: n for n, person in enumerate(self.people)}
        rows = Enrolment.objects.filter(cohort=self.cohort)
        seated = {people[pk] for pk in rows.filter(state="active").values_list("person_id", flat=True)}
        waiting = rows.filter(state="waiting").order_by("place_in_line").values_list("person_id", flat=True)
        cohort = Cohort.objects.get(pk=self.cohort.pk)
        assert seated == set(self.seated)
        assert [people[pk] for pk in waiting] == self.line
        assert (cohort.taken, cohort.seats) == (len(self.seated), self.seats)


class PlacesTest(TestCase, Places.TestCase):
    settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
