"""Courses, lessons, question banks and quizzes of the demo, from the files below `cms/demo/`."""

import tomllib
from datetime import datetime
from pathlib import Path

from django.conf import settings

from certificates.models import CourseAward
from cms.loading.blocks import blocks
from cms.models import CatalogueIndexPage, CoursePage, HomePage, LessonPage, NewsIndexPage, NewsPage
from cms.planting import plant, stream
from courses.domain.authoring import save_assessment, save_bank, save_course, save_lesson
from courses.domain.items import save_item
from courses.models import Course, Lesson

DEMO = Path(__file__).parent.parent / "demo"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_course(folder: Path, homes: dict[str, HomePage], *, now: datetime) -> Course:
    """A course with its lessons, pages in each language, items and final quiz. May be repeated."""
    facts = read(folder / "course.toml")
    course = save_course(
        facts["key"],
        actor=None,
        now=now,
        subject=facts["subject"],
        level=facts["level"],
        hours=facts["hours"],
        access=facts["access"],
        rule={"lessons": "all", "hours": 0},
        texts={code: {name: facts[name][code] for name in ("title", "summary", "statement")} for code in LANGUAGES},
    )
    for kind in facts.get("awards", ()):
        CourseAward.objects.get_or_create(course=course, kind=kind)
    pages = {code: course_page(course, facts, homes[code]) for code in LANGUAGES}
    for position, path in enumerate(sorted((folder / "lessons").glob("*.toml")), 1):
        load_lesson(path, course, pages, position=position, now=now)
    load_quiz(course, facts, read(folder / "items.toml")["items"], now=now)
    return course


def course_page(course: Course, facts: dict, home: HomePage) -> CoursePage:
    code = home.locale.language_code
    return plant(
        CoursePage,
        CatalogueIndexPage.objects.child_of(home).get(),
        slug=course.key,
        locale=home.locale,
        key=f"course/{course.key}",
        course=course,
        title=facts["title"][code],
        summary=facts["summary"][code],
        audience=facts["audience"][code],
        statement=facts["statement"][code],
        outcomes=stream([("outcome", words) for words in facts["outcomes"][code]], f"{course.key}/outcomes"),
        subject=course.subject,
        level=course.level,
        hours=course.hours,
        access=course.access,
        needs_lessons=True,
    )


def load_lesson(path: Path, course: Course, pages: dict[str, CoursePage], *, position: int, now: datetime) -> Lesson:
    facts = read(path)
    lesson = save_lesson(
        course,
        key=facts["key"],
        actor=None,
        now=now,
        position=position,
        minutes=facts["minutes"],
        texts={code: {"title": facts["title"][code]} for code in LANGUAGES},
    )
    for code, page in pages.items():
        key = f"lesson/{course.key}/{lesson.key}"
        plant(
            LessonPage,
            page,
            slug=lesson.key,
            locale=page.locale,
            key=key,
            lesson=lesson,
            title=facts["title"][code],
            intro=facts["intro"][code],
            minutes=lesson.minutes,
            body=stream(blocks(facts, code, path.parent.parent), key),
        )
    return lesson


def load_quiz(course: Course, facts: dict, items: list[dict], *, now: datetime) -> None:
    """The bank of the course, and the final quiz that draws from it."""
    bank = save_bank(course.key, name=facts["title"]["en"], course=course, actor=None, now=now)
    for item in items:
        save_item(
            bank,
            key=item["key"],
            type=item["type"],
            spec=spec(item),
            texts={code: words(item, code) for code in LANGUAGES},
            actor=None,
            now=now,
            tags=item.get("tags", []),
            difficulty=item.get("difficulty", 1),
            article=item.get("article", ""),
        )
    save_assessment(
        course,
        key="final",
        actor=None,
        now=now,
        pass_mark=facts["pass_mark"],
        attempts=facts["attempts"],
        minutes=facts["minutes"],
        texts={code: {"title": facts["quiz_title"][code]} for code in LANGUAGES},
        draws=[{"bank": bank, "count": facts["draw"]}],
    )


def spec(item: dict) -> dict:
    """What is right, without words: the options by id, or the answers that are accepted."""
    if "accepted" in item:
        return {"accepted": item["accepted"]}
    return {"options": [{"id": each["id"], "correct": each.get("correct", False)} for each in item["options"]]}


def words(item: dict, language: str) -> dict:
    options = {each["id"]: each[language] for each in item.get("options", [])}
    feedback = item.get("feedback", {}).get(language, "")
    return {"prompt": item["prompt"][language], "options": options, "feedback": feedback}


def load_news(homes: dict[str, HomePage]) -> None:
    for piece in read(DEMO / "pages.toml")["news"]:
        for code, home in homes.items():
            plant(
                NewsPage,
                NewsIndexPage.objects.child_of(home).get(),
                slug=piece["key"],
                locale=home.locale,
                key=f"news/{piece['key']}",
                title=piece["title"][code],
                intro=piece["lead"][code],
                date=piece["date"],
                body=stream([("text", piece["body"][code])], f"news/{piece['key']}"),
            )
