"""Pages for tests. They need the fixture `site`, whose trees they hang in."""

from itertools import count

from wagtail.models import Locale

from cms.models import CatalogueIndexPage, CoursePage, LessonPage
from cms.planting import plant, stream
from courses.enums import Access, Subject

number = count(1)


def catalogue_in(language: str) -> CatalogueIndexPage:
    return CatalogueIndexPage.objects.get(locale__language_code=language)


def make_course_page(*, language: str = "az", key: str = "", **over) -> CoursePage:
    """A live course page with a record of its own, or, with the `key` of another, its translation."""
    key = key or f"course-{next(number)}"
    words = {"title": f"Course {key} in {language}", "summary": f"About {key}.", "statement": f"has completed {key}"}
    facts = {"subject": Subject.LANGUAGE, "access": Access.OPEN, "needs_lessons": True}
    return plant(
        CoursePage,
        catalogue_in(language),
        slug=key,
        locale=Locale.objects.get(language_code=language),
        key=f"test/{key}",
        **words | facts | over,
    )


def make_lesson_page(course_page: CoursePage, *, key: str = "", blocks=(), **over) -> LessonPage:
    """A live lesson page below a course page; with the `key` of another lesson, its translation."""
    key = key or f"lesson-{next(number)}"
    return plant(
        LessonPage,
        course_page,
        slug=key,
        locale=course_page.locale,
        key=f"test/{course_page.translation_key}/{key}",
        body=stream(blocks or [("text", f"<p>Words of {key}.</p>")], key),
        **{"title": f"Lesson {key}", "minutes": 20} | over,
    )
