"""Programs for the processes of `test_seats.py`: `python -m tests.faults.enrolling rush 50 16 20`. They print JSON."""

import json
import os
import random
import sys
from contextlib import suppress
from itertools import chain

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

import django

django.setup()

from courses.domain import authoring
from courses.domain.enrolment import enrol, withdraw
from courses.enums import EnrolmentState
from courses.exceptions import EnrolmentRefused
from courses.models import Cohort, Enrolment
from lms.accounts.models import User
from tests.conftest import NOW
from tests.factories.courses import make_cohort
from tests.factories.people import make_login_id
from tests.faults.crowd import at_once, count_on


def make_people(count: int) -> list[int]:
    people = [User(login_id=make_login_id(), name=f"Person {n}") for n in range(count)]
    return [person.pk for person in User.objects.bulk_create(people)]


def rush(seats: str, processes: str, requests: str) -> dict:
    """Each process enrols people of its own, all processes at the same moments."""
    people = make_people(int(processes) * int(requests))
    cohort = make_cohort(seats=int(seats))
    answers = at_once(int(processes), enrol_some, cohort.pk, people, int(requests))
    return standing(cohort) | {"answers": sorted(chain.from_iterable(map(known, answers)))}


def enrol_some(n: int, barrier, cohort: int, people: list[int], requests: int) -> list[str]:
    found = []
    for pk in people[n * requests : (n + 1) * requests]:
        person = User.objects.get(pk=pk)
        barrier.wait(60)
        found.append(enrol(Cohort.objects.get(pk=cohort), person=person, actor=person, now=NOW).state)
    return found


def careless(seats: str, processes: str, requests: str) -> dict:
    """The control: the same rush by counting first and inserting then."""
    people = make_people(int(processes) * int(requests))
    cohort = make_cohort(seats=int(seats))
    answers = at_once(int(processes), count_then_insert, cohort.pk, people, int(requests))
    return standing(cohort) | {"answers": sorted(chain.from_iterable(map(known, answers)))}


def count_then_insert(n: int, barrier, cohort: int, people: list[int], requests: int) -> list[str]:
    found = []
    for pk in people[n * requests : (n + 1) * requests]:
        barrier.wait(60)
        seated = Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.ACTIVE).count()
        barrier.wait(60)
        state = EnrolmentState.ACTIVE if seated < Cohort.objects.get(pk=cohort).seats else EnrolmentState.WITHDRAWN
        Enrolment.objects.create(cohort_id=cohort, person_id=pk, state=state, created_at=NOW, changed_at=NOW)
        found.append(str(state))
    return found


def twins(processes: str) -> dict:
    """All processes enrol the same person."""
    [person] = make_people(1)
    cohort = make_cohort(seats=5)
    answers = at_once(int(processes), enrol_the_same, cohort.pk, person)
    return standing(cohort) | {"answers": answers}


def enrol_the_same(n: int, barrier, cohort: int, pk: int) -> str:
    person = User.objects.get(pk=pk)
    barrier.wait(60)
    return enrol(Cohort.objects.get(pk=cohort), person=person, actor=person, now=NOW).state


def mix(processes: str, steps: str) -> dict:
    """Everybody enrols, leaves and changes seats, by chances of her own."""
    people = make_people(40)
    cohort = make_cohort(seats=10)
    answers = at_once(int(processes), live, cohort.pk, people, int(steps))
    return standing(cohort) | {"answers": answers}


def live(n: int, barrier, cohort: int, people: list[int], steps: int) -> str:
    chance = random.Random(n)
    barrier.wait(60)
    for _ in range(steps):
        person = User.objects.get(pk=chance.choice(people))
        if chance.random() < 0.1:
            change_seats(Cohort.objects.get(pk=cohort), chance.randint(5, 15))
        elif chance.random() < 0.6:
            enrol(Cohort.objects.get(pk=cohort), person=person, actor=person, now=NOW)
        elif enrolment := Enrolment.objects.filter(cohort=cohort, person=person).first():
            withdraw(enrolment, actor=person, now=NOW)
    return "done"


def change_seats(cohort: Cohort, seats: int) -> None:
    with suppress(EnrolmentRefused):
        authoring.save_cohort(cohort, actor=None, now=NOW, seats=seats)


def known(answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def standing(cohort: Cohort) -> dict:
    """What the rows say when everybody is done."""
    cohort = Cohort.objects.get(pk=cohort.pk)
    states = list(cohort.enrolments.values_list("state", flat=True))
    line = cohort.enrolments.filter(state="waiting").order_by("place_in_line").values_list("place_in_line", flat=True)
    return {
        "seats": cohort.seats,
        "taken": cohort.taken,
        "active": states.count("active"),
        "waiting": states.count("waiting"),
        "line": list(line),
        "rows": len(states),
    }


if __name__ == "__main__":
    count_on()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
