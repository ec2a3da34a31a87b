"""What is asked for, and by whom: readers who are signed in, in a course made for this. Prints it as JSON.

Runs on the bench's own database after the demo was loaded: `python -m benchmarks.prepare`.
"""

import json
import sys
from datetime import datetime, timedelta
from random import Random

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from benchmarks.course import ITEMS, Made, lesson_title, make_course
from courses.domain import attempt as attempts
from courses.domain.authoring import save_cohort
from courses.domain.completion import complete_lesson
from courses.domain.enrolment import enrol
from courses.models import Cohort, Enrolment
from lms.accounts.domain.people import free_login_id
from lms.accounts.models import Centre, User

PEOPLE = 60
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Every reader's name begins like this, and with three letters more it is hers alone.
MARK = "Canary"
FAMILY = ("Əliyeva", "Щербакова", "Nguyễn", "O'Brien")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HALF = ITEMS // 2


def prepare(now: datetime) -> dict:
    with transaction.atomic():
        made = make_course(now=now)
        cohort = make_cohort(made, now=now)
        readers = [make_reader(n, cohort, made, now=now) for n in range(PEOPLE)]
    return {
        "lesson": mixed(each for n, reader in enumerate(readers) for each in lessons_of(reader, made)),
        "course": mixed(reader | made.course_pages[reader["language"]] for reader in readers),
        "dashboard": mixed(
            reader | {"path": reverse("my"), "words": made.titles[reader["language"]]} for reader in readers
        ),
        "quiz": mixed(reader | {"path": reader["attempt"], "words": f"Sual {ITEMS}"} for reader in readers),
        "front": [{"path": f"/{code}/", "words": "</html>", "cookies": "", "name": ""} for code in LANGUAGES] * 16,
        "attempt": [reader | {"path": made.quiz} for reader in readers],
    }


def make_cohort(made: Made, *, now: datetime) -> Cohort:
    today = timezone.localdate(now)
    return save_cohort(
        actor=None,
        now=now,
        course=made.course,
        centre=Centre.objects.order_by("pk").first(),
        name="Measured",
        language=LANGUAGES[0],
        starts_on=today - timedelta(days=21),
        ends_on=today + timedelta(days=21),
        seats=PEOPLE,
    )


def make_reader(n: int, cohort: Cohort, made: Made, *, now: datetime) -> dict:
    """A learner with a place, some lessons done, and a quiz half answered."""
    name = MARK + LETTERS[n // 26] + LETTERS[n % 26] + LETTERS[(7 * n) % 26]
    language = LANGUAGES[n % len(LANGUAGES)]
    person = User(login_id=free_login_id(), language=language)
    person.set_unusable_password()
    person.set_name(f"{name} {FAMILY[n % len(FAMILY)]}")
    person.save()
    enrolment = enrol(cohort, person=person, actor=person, now=now)
    for lesson in made.lessons[: n % len(made.lessons)]:
        complete_lesson(lesson, person=person, now=now)
    attempt = reverse("attempt", args=[half_answered(enrolment, made, language=language, now=now)])
    return {"name": name, "language": language, "cookies": signed_in(person), "attempt": attempt}


def half_answered(enrolment: Enrolment, made: Made, *, language: str, now: datetime):
    attempt = attempts.start(enrolment, assessment=made.open_quiz, now=now)
    answers = {n: attempts.Answer(rev=1, value={"options": ["b"]}) for n in slots(attempt)[:HALF]}
    attempts.save_page(attempt, answers=answers, language=language, now=now)
    return attempt.public_id


def slots(attempt) -> list[int]:
    return list(attempt.slots.order_by("n").values_list("n", flat=True))


def signed_in(person: User) -> str:
    """The cookies of a browser in which this person has signed in and has seen a form."""
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    secret = person.public_id.hex
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={secret}"


def lessons_of(reader: dict, made: Made) -> list[dict]:
    pages = made.lesson_pages[reader["language"]]
    return [
        reader | {"path": path, "words": f"<h1>{lesson_title(reader['language'], n)}</h1>"}
        for n, path in enumerate(pages, 1)
    ]


def mixed(requests) -> list[dict]:
    """In an order that looks like chance and is the same in every run."""
    listed = list(requests)
    Random(7).shuffle(listed)
    return listed


if __name__ == "__main__":
    json.dump(prepare(timezone.now()), sys.stdout)
