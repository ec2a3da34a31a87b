"""Many readers at once, in threads with connections of their own, while somebody publishes: nobody is shown what is another's."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core.cache import caches
from django.db import connections, transaction

from cms import fast, freshness
from cms.models import LessonPage
from cms.seed import seed_site
from courses.domain.completion import complete_lesson
from courses.models import Course
from tests.cms.reading import read, words
from tests.conftest import NOW
from tests.factories.courses import make_cohort
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import Browser, make_person

LESSONS = ("bir", "iki", "uc")
PUBLISHES = 2
NAME = re.compile(r"Kanareyka \d+")


@pytest.fixture
def course(transactional_db) -> Course:
    seed_site()
    page = make_course_page(key="dil")
    russian = make_course_page(key="dil", language="ru", course=page.course)
    for key in LESSONS:
        lesson = make_lesson_page(page, key=key, title="Version 0").lesson
        make_lesson_page(russian, key=key, lesson=lesson, title="Version 0")
    make_cohort(course=page.course)
    fast.Shells.kept.clear()
    return page.course


class Reader:
    """Somebody with a name and a progress of her own; without a name, a visitor."""

    def __init__(self, course: Course, n: int | None):
        self.browser, self.name, self.done = Browser(), f"Kanareyka {n}" if n else "", (n or 0) % 4
        if self.name:
            person = make_person(name=self.name)
            for lesson in list(course.lessons.all())[: self.done]:
                complete_lesson(lesson, person=person, now=NOW)
            self.browser.force_login(person)

    def faults(self, address: str, at_least: int) -> list[str]:
        """What is wrong with the page that she gets now, when so much has been published."""
        response = self.browser.get(address)
        page, found = read(response), set(NAME.findall(response.content.decode()))
        right = {
            "name": found == ({self.name} if self.name else set()),
            "progress": len(page.select(".syllabus .done")) == self.done,
            "language": page.html["lang"] == address[1:3],
            "version": int(words(page.h1).removeprefix("Version ")) >= at_least,
            "keeping": response.headers["Cache-Control"] == ("private, no-store" if self.name else "no-cache"),
        }
        return [name for name, is_right in right.items() if not is_right]


def in_a_thread(work):
    try:
        return work()
    finally:
        connections.close_all()


def publish(version: int) -> None:
    for page in LessonPage.objects.all():
        page.title = f"Version {version}"
        page.save_revision().publish()


def found_while_publishing(course: Course) -> list[str]:
    """Three learners and a visitor read everything over and over until the last version is out."""
    published, addresses = [0], [f"/{code}/courses/dil/{key}/" for code in ("az", "ru") for key in LESSONS]
    readers = [*(Reader(course, n) for n in range(1, 4)), Reader(course, None)]

    def reads(reader: Reader) -> list[str]:
        found: list[str] = []
        for turn in count():
            before = published[0]
            found += reader.faults(addresses[turn % len(addresses)], before)
            if before == PUBLISHES and turn >= len(addresses):
                return found
        return found

    with ThreadPoolExecutor(len(readers)) as threads:
        reading = [threads.submit(in_a_thread, lambda reader=reader: reads(reader)) for reader in readers]
        for version in range(1, PUBLISHES + 1):
            publish(version)
            published[0] = version
        return [fault for each in reading for fault in each.result()]


@pytest.mark.parametrize("is_fast", [True, False])
def test_many_readers_each_see_their_own_page_while_it_is_published(course, settings, is_fast):
    settings.LESSON_FAST_PATH = is_fast

    assert found_while_publishing(course) == []


def test_readers_would_notice_a_page_that_was_kept_with_its_name(course, monkeypatch):
    """The control: without the holes the same readers find faults."""
    kept: dict = {}
    filled = fast.Shell.filled

    def keeping(shell, state, **words):
        return kept.setdefault(shell.lesson_id, filled(shell, state, **words))

    monkeypatch.setattr(fast.Shell, "filled", keeping)

    assert {"name", "progress"} <= set(found_while_publishing(course))


def title_elsewhere(browser) -> str:
    """What another connection is shown."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(in_a_thread, lambda: words(read(browser.get("/az/courses/dil/bir/")).h1)).result()


@pytest.mark.parametrize("who", ["learner", "visitor"])
def test_publish_is_seen_by_others_after_its_commit_and_not_before(course, who):
    browser = Reader(course, 1 if who == "learner" else None).browser
    seen = [title_elsewhere(browser)]
    with transaction.atomic():
        publish(1)
        seen.append(title_elsewhere(browser))

    assert [*seen, title_elsewhere(browser)] == ["Version 0", "Version 0", "Version 1"]


class BreaksOffError(Exception):
    pass


@transaction.atomic
def publish_and_break_off() -> None:
    publish(1)
    raise BreaksOffError


@pytest.mark.parametrize("who", ["learner", "visitor"])
def test_publish_that_breaks_off_is_never_seen(course, who):
    browser = Reader(course, 1 if who == "learner" else None).browser
    with pytest.raises(BreaksOffError):
        publish_and_break_off()

    assert title_elsewhere(browser) == "Version 0"


@pytest.mark.parametrize("who", ["learner", "visitor"])
def test_cache_that_is_emptied_brings_no_old_page_back(course, who):
    browser = Reader(course, 1 if who == "learner" else None).browser
    title_elsewhere(browser)
    publish(1)
    caches["pages"].clear()
    freshness.Latest.forget()

    assert title_elsewhere(browser) == "Version 1"
