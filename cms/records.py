"""From page to record: a page makes its record when it is first saved and writes into it when it is published.

The record of a draft is inactive, so that nobody waits for a lesson that nobody can read.
"""

import uuid
from datetime import datetime

from anyascii import anyascii
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from cms import models
from courses.domain.authoring import save_course, save_lesson
from courses.models import Course, Lesson
from lms.accounts.models import User

TITLE_LENGTH = 160


def sibling_of(page: Page):
    """A translation of the page, in any language."""
    return type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()


def course_of(page) -> Course:
    """The record for a new course page: its translation's, or a new one."""
    sibling = sibling_of(page)
    if sibling:
        return sibling.course
    key = free_key(page.title, Course.objects.all())
    return save_course(key, actor=page.owner, now=timezone.now(), subject=page.subject, is_active=False)


def lesson_of(page) -> Lesson:
    """The record for a new lesson page: its translation's, or a new one, the last of the course it stands in."""
    sibling = sibling_of(page)
    if sibling:
        return sibling.lesson
    course = models.CoursePage.objects.select_related("course").parent_of(page).get().course
    last = course.lessons.order_by("-position").first()
    return save_lesson(
        course,
        key=free_key(page.title, course.lessons.all()),
        actor=page.owner,
        now=timezone.now(),
        position=last.position + 1 if last else 1,
        is_active=False,
    )


def free_key(title: str, taken) -> str:
    """A key that says what it is; where it is taken, with something by chance behind."""
    key = slugify(anyascii(title))[:50].strip("-") or "page"
    return f"{key}-{uuid.uuid4().hex[:6]}" if taken.filter(key=key).exists() else key


def carries_facts(page) -> bool:
    """Whether the facts of the record are edited on this page: the one in the default language, or the only one."""
    return page.locale.language_code == settings.LANGUAGE_CODE or sibling_of(page) is None


def publish(page: Page, *, actor: User | None) -> None:
    """Writes what a published page says into its record. May be repeated."""
    if page.alias_of_id:
        # The words of another page, in the language of that page.
        return
    if isinstance(page, models.CoursePage):
        publish_course(page, actor=actor, now=timezone.now())
    elif isinstance(page, models.LessonPage):
        publish_lesson(page, actor=actor, now=timezone.now())


def publish_course(page, *, actor: User | None, now: datetime) -> None:
    facts = {}
    if carries_facts(page):
        facts = {name: getattr(page, name) for name in ("subject", "level", "hours", "access")}
        facts["rule"] = {"lessons": "all" if page.needs_lessons else "none", "hours": page.needs_hours}
    words = {"title": page.title[:TITLE_LENGTH], "summary": page.summary, "statement": page.statement}
    texts = {page.locale.language_code: words}
    save_course(page.course.key, actor=actor, now=now, texts=texts, is_active=True, **facts)


def publish_lesson(page, *, actor: User | None, now: datetime) -> None:
    lesson = page.lesson
    facts = {name: getattr(page, name) for name in page.facts} if carries_facts(page) else {}
    texts = {page.locale.language_code: {"title": page.title[:TITLE_LENGTH]}}
    save_lesson(lesson.course, key=lesson.key, actor=actor, now=now, texts=texts, is_active=True, **facts)


def withdraw(page: Page) -> None:
    """A course or lesson that no live page shows any more is inactive; its record and everybody's progress stay."""
    if not isinstance(page, models.CoursePage | models.LessonPage):
        return
    translations = type(page).objects.filter(translation_key=page.translation_key)
    if translations.live().exclude(pk=page.pk).exists():
        return
    if isinstance(page, models.CoursePage):
        save_course(page.course.key, actor=None, now=timezone.now(), is_active=False)
    else:
        save_lesson(page.lesson.course, key=page.lesson.key, actor=None, now=timezone.now(), is_active=False)


def number_lessons(page) -> None:
    """The lessons of a course are numbered as the pages of its default language stand. Other pages have no number."""
    parent = models.CoursePage.objects.select_related("locale").parent_of(page).first()
    if parent is None or not carries_facts(parent):
        return
    siblings = models.LessonPage.objects.child_of(parent).order_by("path").select_related("lesson__course")
    for position, sibling in enumerate(siblings, 1):
        lesson = sibling.lesson
        save_lesson(lesson.course, key=lesson.key, actor=None, now=timezone.now(), position=position)
