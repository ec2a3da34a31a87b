"""Translating through wagtail-localize: one record, words by segments, nothing live before somebody publishes it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.models import CoursePage, LessonPage
from cms.seed import seed_site
from courses.models import Course
from lms.accounts.enums import Role
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import Browser, make_staff


@pytest.fixture
def russian(site):
    return Locale.objects.get(language_code="ru")


def translated(page, language: Locale):
    translate_object(page, [language])
    return page.get_translation(language).specific


def say(page, language: Locale, words: dict[str, str]) -> None:
    """What a translator writes beside each text."""
    translation = Translation.objects.get(
        source=TranslationSource.objects.get_for_instance(page), target_locale=language
    )
    for segment in translation.source.stringsegment_set.all():
        if segment.string.data in words:
            StringTranslation.objects.create(
                translation_of=segment.string, locale=language, context=segment.context, data=words[segment.string.data]
            )
    translation.save_target(publish=False)


def test_translation_is_a_draft_of_the_same_record(russian):
    page = make_course_page(hours=12)

    found = translated(page, russian)

    assert (found.live, found.course, found.hours) == (False, page.course, 12)


def test_lesson_keeps_its_blocks_and_gets_its_words(russian):
    course_page = make_course_page(title="Dil")
    page = make_lesson_page(course_page, key="bir", title="Bir", blocks=[("text", "<p>Salam</p>")])
    translated(course_page, russian)
    translated(page, russian)

    say(page, russian, {"Bir": "Один", "Salam": "Здравствуйте"})

    draft = LessonPage.objects.get(locale=russian).get_latest_revision_as_object()
    assert draft.title == "Один"
    assert [block.id for block in draft.body] == [block.id for block in page.body]
    assert "Здравствуйте" in draft.body[0].value.source


def test_published_translation_adds_its_title_to_the_record(russian):
    page = make_course_page(title="Dil", hours=12)
    found = translated(page, russian)
    say(page, russian, {"Dil": "Язык"})

    CoursePage.objects.get(pk=found.pk).get_latest_revision().publish()

    course = Course.objects.get(pk=page.course_id)
    titles = dict(course.texts.values_list("language", "title"))
    assert (titles, course.hours) == ({"az": "Dil", "ru": "Язык"}, 12)


def test_trainer_asks_for_a_translation_of_her_page(russian):
    browser = Browser()
    trainer = make_staff(Role.TRAINER, language="en")
    browser.force_login(trainer)
    page = make_course_page(owner=trainer)
    CoursePage.objects.filter(pk=page.pk).update(owner=trainer)

    browser.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [russian.pk]})

    assert CoursePage.objects.filter(locale=russian, course=page.course).count() == 1


def test_translating_a_lesson_alone_makes_a_draft_of_its_course(russian):
    """Wagtail would show the course at once, with its words in another language, and write them into the record."""
    course_page = make_course_page(title="Dil")

    translated(make_lesson_page(course_page), russian)

    page = CoursePage.objects.get(locale=russian)
    assert (page.live, page.alias_of, page.course) == (False, None, course_page.course)
    assert Translation.objects.filter(source__object_id=course_page.translation_key, target_locale=russian).count() == 1


def test_course_says_nothing_in_a_language_it_was_not_translated_into(russian):
    course_page = make_course_page(title="Dil")
    translated(make_lesson_page(course_page), russian)

    course_page.title = "Dil və ölkə"
    course_page.save_revision().publish()

    assert dict(course_page.course.texts.values_list("language", "title")) == {"az": "Dil və ölkə"}


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", '<b onclick="x">a</b>', '<img src="//evil.example/x.png">']
)
def test_words_of_a_translation_bring_no_markup_of_their_own(russian, said):
    course_page = make_course_page(title="Dil")
    page = make_lesson_page(course_page, key="bir", title="Bir", blocks=[("text", "<p>Salam</p>")])
    translated(course_page, russian)
    translated(page, russian)

    say(page, russian, {"Salam": said})

    draft = LessonPage.objects.get(locale=russian).get_latest_revision_as_object()
    assert "Salam" in draft.body[0].value.source
    assert "<script" not in draft.body[0].value.source


@pytest.mark.django_db
def test_seed_gives_the_right_to_translate_even_after_a_database_was_emptied():
    Permission.objects.filter(codename="submit_translation").delete()
    seed_site()
    assert Group.objects.get(name="Trainers").permissions.filter(codename="submit_translation").count() == 1
