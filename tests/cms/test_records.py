"""A page and its record: made with the first save, written when published, left alone when the page goes."""

from wagtail.models import Locale, Page

from cms.models import CoursePage, LessonPage
from courses.models import Course, Lesson
from tests.factories.pages import catalogue_in, make_course_page, make_lesson_page


def draft_course(**over) -> CoursePage:
    page = CoursePage(**{"title": "Ölkə və dil", "live": False} | over)
    catalogue_in("az").add_child(instance=page)
    return page


def test_course_page_makes_its_record_when_first_saved(site):
    page = draft_course()

    assert (page.course.key, page.course.is_active) == ("olke-ve-dil", False)
    assert page.slug == "olke-ve-dil"


def test_course_page_with_a_taken_title_gets_a_record_of_its_own(site):
    first, second = draft_course(), draft_course()

    assert first.course != second.course


def test_lesson_page_makes_a_lesson_of_the_course_it_stands_in(site):
    course_page = make_course_page()
    make_lesson_page(course_page)
    page = LessonPage(title="İkinci dərs", live=False)
    course_page.add_child(instance=page)

    assert (page.lesson.course, page.lesson.position, page.lesson.is_active) == (course_page.course, 2, False)


def test_publishing_writes_words_and_facts_into_the_record(site):
    page = draft_course(summary="Haqqında", statement="bitirmişdir", hours=12, needs_hours=8)

    page.save_revision().publish()

    course = Course.objects.get(pk=page.course_id)
    text = course.texts.get(language="az")
    assert (text.title, text.summary, text.statement) == ("Ölkə və dil", "Haqqında", "bitirmişdir")
    assert (course.hours, course.rule, course.is_active) == (12, {"lessons": "all", "hours": 8}, True)


def test_a_draft_changes_nothing_in_the_record(site):
    page = make_course_page(title="Before")
    page.title, page.hours = "After", 99

    page.save_revision()

    course = Course.objects.get(pk=page.course_id)
    assert (course.texts.get(language="az").title, course.hours) == ("Before", 0)


def test_translation_points_at_the_same_record(site):
    page = make_course_page()

    translated = page.copy_for_translation(Locale.objects.get(language_code="ru"))

    assert translated.course == page.course


def test_translation_adds_its_words_and_leaves_the_facts(site):
    page = make_course_page(hours=10)
    translated = page.copy_for_translation(Locale.objects.get(language_code="ru"))
    translated.title, translated.hours = "Курс", 99

    translated.save_revision().publish()

    course = Course.objects.get(pk=page.course_id)
    assert (course.texts.get(language="ru").title, course.hours) == ("Курс", 10)


def test_copying_a_course_with_its_lessons_makes_new_records(site):
    page = make_course_page()
    make_lesson_page(page)

    copied = page.copy(recursive=True, update_attrs={"slug": "again", "title": "Again"})

    lesson = LessonPage.objects.child_of(copied).get().lesson
    assert copied.course != page.course
    assert lesson.course == copied.course
    assert Lesson.objects.count() == 2


def test_deleting_a_page_leaves_its_record_but_inactive(site):
    page = make_lesson_page(make_course_page())
    lesson = page.lesson

    page.delete()

    lesson.refresh_from_db()
    assert lesson.is_active is False


def test_deleting_a_course_leaves_all_its_records_but_inactive(site):
    page = make_course_page()
    make_lesson_page(page), make_lesson_page(page)

    page.delete()

    assert list(Course.objects.values_list("is_active")) == [(False,)]
    assert list(Lesson.objects.values_list("is_active")) == [(False,), (False,)]


def test_moving_other_pages_concerns_no_record(site):
    home = site["az"]
    first, last = home.get_children()[0], home.get_children().last()

    last.move(first, pos="left")

    assert home.get_children()[0].pk == last.pk


def test_lesson_stays_active_while_a_page_in_another_language_lives(site):
    course_page = make_course_page()
    page = make_lesson_page(course_page, key="one")
    make_lesson_page(
        make_course_page(key=course_page.slug, language="ru", course=course_page.course), key="one", lesson=page.lesson
    )

    page.unpublish()

    page.lesson.refresh_from_db()
    assert page.lesson.is_active is True


def test_moving_a_lesson_numbers_the_lessons_again(site):
    course_page = make_course_page()
    first, second = make_lesson_page(course_page), make_lesson_page(course_page)

    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")

    numbers = dict(Lesson.objects.values_list("pk", "position"))
    assert (numbers[second.lesson_id], numbers[first.lesson_id]) == (1, 2)
