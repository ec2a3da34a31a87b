"""A course like the one the peer was measured with: 30 pages of about 800 words, quizzes of 20 single-choice items.

In three languages, as every course here is, so that its pages carry what pages of a real course carry.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice

from django.urls import reverse
from wagtail.models import Page

from cms import addresses, freshness
from cms.models import CatalogueIndexPage, CoursePage, LessonPage
from cms.planting import plant, stream
from courses.domain.authoring import save_assessment, save_bank, save_course, save_lesson
from courses.domain.items import save_item
from courses.enums import ItemType, Subject
from courses.models import Assessment, Course, ItemBank, Lesson

COURSE = "measured"
LESSONS = 30
PARAGRAPHS, WORDS_EACH = 16, 50
ITEMS = 20
TITLES = {"az": "Ölçülən kurs", "en": "A course to measure", "ru": "Курс для замера"}
LESSON_TITLES = {"az": "Ölçülən dərs", "en": "Measured lesson", "ru": "Измеряемый урок"}
QUIZ_TITLES = {"az": "Ölçülən sınaq", "en": "Measured quiz", "ru": "Измеряемый тест"}
WORDS = {
    "az": "ölkədə yaşamaq üçün icazə almaq istəyən hər kəs ərizəni vaxtında verir və cavabı evində gözləyir",
    "en": "everyone who wants to live in the country hands in an application in time and waits at home",
    "ru": "каждый кто хочет жить в стране вовремя подаёт заявление и спокойно ждёт ответа у себя дома",
}


@dataclass(frozen=True)
class Made:
    """The course; paths of its pages by language; a quiz to sit again and again, and one that stays open."""

    course: Course
    lessons: list[Lesson]
    course_pages: dict[str, dict[str, str]]
    lesson_pages: dict[str, list[str]]
    quiz: str
    open_quiz: Assessment

    @property
    def titles(self) -> dict[str, str]:
        return TITLES


def make_course(*, now: datetime) -> Made:
    texts = {code: {"title": title, "summary": "", "statement": ""} for code, title in TITLES.items()}
    rule = {"lessons": "all", "hours": 0}
    course = save_course(COURSE, actor=None, now=now, subject=Subject.LAW, hours=30, rule=rule, texts=texts)
    lessons = [make_lesson(course, n, now=now) for n in range(1, LESSONS + 1)]
    pages = {code: course_page(course, code) for code in TITLES}
    bank = make_bank(course, now=now)
    quiz, open_quiz = (make_quiz(course, key, bank, now=now) for key in ("again", "open"))
    made = Made(
        course=course,
        lessons=lessons,
        course_pages={code: {"path": addresses.address(page), "words": TITLES[code]} for code, page in pages.items()},
        lesson_pages={code: lesson_pages(page, lessons, code) for code, page in pages.items()},
        quiz=reverse("assessment", args=[quiz.public_id]),
        open_quiz=open_quiz,
    )
    freshness.bump()
    return made


def lesson_title(language: str, n: int) -> str:
    """Two digits, so that no title is the beginning of another."""
    return f"{LESSON_TITLES[language]} {n:02d}"


def make_lesson(course: Course, n: int, *, now: datetime) -> Lesson:
    texts = {code: {"title": lesson_title(code, n)} for code in TITLES}
    return save_lesson(course, key=f"lesson-{n:02d}", actor=None, now=now, position=n, minutes=15, texts=texts)


def course_page(course: Course, language: str) -> CoursePage:
    catalogue = CatalogueIndexPage.objects.get(locale__language_code=language)
    facts = {name: getattr(course, name) for name in ("subject", "level", "hours", "access")}
    return plant(
        CoursePage,
        catalogue,
        slug=course.key,
        locale=catalogue.locale,
        key=f"course/{course.key}",
        course=course,
        title=TITLES[language],
        **facts,
    )


def lesson_pages(parent: CoursePage, lessons: list[Lesson], language: str) -> list[str]:
    return [addresses.address(lesson_page(parent, lesson, language, n)) for n, lesson in enumerate(lessons, 1)]


def lesson_page(parent: Page, lesson: Lesson, language: str, n: int) -> LessonPage:
    key = f"lesson/{COURSE}/{lesson.key}"
    return plant(
        LessonPage,
        parent,
        slug=lesson.key,
        locale=parent.locale,
        key=key,
        lesson=lesson,
        title=lesson_title(language, n),
        minutes=lesson.minutes,
        body=stream([("text", paragraph(language, part)) for part in range(PARAGRAPHS)], key),
    )


def paragraph(language: str, part: int) -> str:
    words = list(islice(cycle(WORDS[language].split()), part, part + WORDS_EACH))
    heading = f"<h2>{' '.join(words[:4]).capitalize()}</h2>" if part % 4 == 0 else ""
    return f"{heading}<p>{' '.join(words).capitalize()}.</p>"


def make_bank(course: Course, *, now: datetime) -> ItemBank:
    bank = save_bank(COURSE, name="Measured", course=course, actor=None, now=now)
    for n in range(1, ITEMS + 1):
        spec = {"options": [{"id": "a", "correct": True}, {"id": "b"}, {"id": "c"}, {"id": "d"}]}
        texts = {code: item_words(code, n) for code in TITLES}
        save_item(bank, key=f"item-{n:02d}", type=ItemType.SINGLE_CHOICE, spec=spec, texts=texts, actor=None, now=now)
    return bank


def item_words(language: str, n: int) -> dict:
    words = WORDS[language]
    return {"prompt": f"Sual {n:02d}: {words}?", "options": {each: f"{each} {words}" for each in "abcd"}}


def make_quiz(course: Course, key: str, bank: ItemBank, *, now: datetime) -> Assessment:
    """Any number of attempts: nobody who guesses passes, and the lessons that are missing keep the course open."""
    texts = {code: {"title": title} for code, title in QUIZ_TITLES.items()}
    draws = [{"bank": bank, "count": ITEMS}]
    return save_assessment(course, key=key, actor=None, now=now, pass_mark=100, attempts=0, texts=texts, draws=draws)
