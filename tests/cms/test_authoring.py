"""What trainers and editors can do in Wagtail's admin, and what they cannot."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, Page, WorkflowState

from cms.jobs import publish_scheduled
from cms.models import CoursePage, LessonPage
from courses.models import Course
from lms.accounts.enums import Role
from tests.cms.reading import read, words
from tests.conftest import NOW
from tests.factories.pages import catalogue_in, make_course_page, make_lesson_page
from tests.factories.people import Browser, make_person, make_staff


@pytest.fixture
def trainer(site):
    return browser_of(make_staff(Role.TRAINER, language="en"))


@pytest.fixture
def editor(site):
    return browser_of(make_staff(Role.EDITOR, language="en"))


def browser_of(person) -> Browser:
    browser = Browser()
    browser.person = person
    browser.force_login(person)
    return browser


def stream_field(name: str) -> dict:
    return {f"{name}-count": "0"}


def course_form(**over) -> dict:
    """What the browser sends for a new course page."""
    fields = {"title": "Yeni kurs", "slug": "yeni-kurs", "summary": "", "audience": "", "statement": ""}
    facts = {"subject": "law", "level": "", "hours": "12", "access": "open", "needs_lessons": "on", "needs_hours": "0"}
    return fields | facts | stream_field("outcomes") | stream_field("body") | comments() | over


def lesson_form(**over) -> dict:
    fields = {"title": "Yeni dərs", "slug": "yeni-ders", "intro": "", "minutes": "20", "is_required": "on"}
    return fields | stream_field("body") | comments() | over


def comments() -> dict:
    return {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def add_address(model: str, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["cms", model, parent.pk])


def test_trainer_fills_one_form_and_has_page_and_record(trainer):
    trainer.post(add_address("coursepage", catalogue_in("az")), course_form())

    page = CoursePage.objects.get(slug="yeni-kurs")
    assert (page.live, page.owner, page.course.key, page.course.is_active) == (
        False,
        trainer.person,
        "yeni-kurs",
        False,
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("az", "Nə etmək istəyirsiniz?"), ("en", "What would you like to do?"), ("ru", "Что Вы хотите сделать?")],
)
def test_first_page_shows_the_ways_in_in_the_authors_language(site, language, said):
    page = read(browser_of(make_staff(Role.TRAINER, language=language)).get("/cms/"))

    assert words(page.select_one(".first-steps h2")) == said
    assert page.select_one(".first-steps a")["href"] == add_address("coursepage", catalogue_in("az"))


def test_previewing_a_new_course_makes_no_record(trainer):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "coursepage", catalogue_in("az").pk])

    trainer.post(address, course_form())
    shown = trainer.get(address)

    assert words(read(shown).h1) == "Yeni kurs"
    assert Course.objects.count() == 0


def test_trainer_sees_a_new_lesson_as_a_learner_does(trainer):
    course_page = make_course_page(owner=trainer.person)
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "lessonpage", course_page.pk])

    trainer.post(address, lesson_form())
    shown = trainer.get(address)

    assert words(read(shown).h1) == "Yeni dərs"
    assert words(read(shown).select_one("article > p")) == "Dərs 1 / 1 · 20 dəq"


def test_preview_may_be_framed_by_the_editor_and_runs_no_inline_script(trainer):
    course_page = make_course_page(owner=trainer.person)
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "lessonpage", course_page.pk])

    trainer.post(address, lesson_form())
    policy = dict(each.split(" ", 1) for each in trainer.get(address)["Content-Security-Policy"].split("; "))

    assert (policy["frame-ancestors"], policy["script-src"]) == ("'self'", "'self'")


def test_admin_greets_by_name(trainer):
    assert f'"name": "{trainer.person.name}"' in trainer.get("/cms/").content.decode()


def test_editor_publishes_and_the_record_follows(editor):
    editor.post(add_address("coursepage", catalogue_in("az")), course_form() | {"action-publish": "1"})

    course = CoursePage.objects.get(slug="yeni-kurs").course
    assert (course.subject, course.hours, course.is_active) == ("law", 12, True)
    assert course.texts.get().title == "Yeni kurs"


def test_trainer_cannot_publish(trainer):
    trainer.post(add_address("coursepage", catalogue_in("az")), course_form() | {"action-publish": "1"})

    assert CoursePage.objects.get(slug="yeni-kurs").live is False


def test_trainer_cannot_change_what_others_wrote(trainer):
    page = make_course_page()

    response = trainer.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_trainer_hands_in_and_an_editor_approves(trainer, editor):
    trainer.post(add_address("coursepage", catalogue_in("az")), course_form() | {"action-submit": "1"})
    page = CoursePage.objects.get(slug="yeni-kurs")
    state = WorkflowState.objects.get()

    editor.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]),
        {"comment": ""},
    )

    page.refresh_from_db()
    assert (page.live, page.course.is_active) == (True, True)


@pytest.mark.parametrize("place", ["users/", "groups/", "sites/", "locales/", "redirects/", "workflows/list/"])
@pytest.mark.parametrize("role", [Role.TRAINER, Role.EDITOR])
def test_authors_cannot_see_people_groups_or_settings(site, role, place):
    response = browser_of(make_staff(role)).get(f"/cms/{place}")

    assert response.status_code in (302, 404)


@pytest.mark.parametrize("place", ["", "pages/", "items/", "quizzes/", "images/", "documents/"])
@pytest.mark.parametrize("role", [Role.CENTRE_STAFF, Role.NATIONAL_ADMIN, Role.AUDITOR])
def test_others_have_no_authors_pages(site, role, place):
    from tests.factories.people import make_centre

    browser = browser_of(make_staff(role, centre=make_centre()))

    assert browser.get(f"/cms/{place}").status_code in (302, 403)


@pytest.mark.parametrize("place", ["users/", "users/new/", "groups/", "groups/1/"])
def test_not_even_a_superuser_finds_people_in_the_authors_pages(site, place):
    superuser = make_person(is_superuser=True)

    assert browser_of(superuser).get(f"/cms/{place}").status_code == 404


def test_learner_has_no_authors_pages(site):
    assert browser_of(make_person()).get("/cms/items/").status_code == 302


def test_translation_does_not_ask_for_the_facts_again(editor):
    page = make_course_page()
    translated = page.copy_for_translation(Locale.objects.get(language_code="ru"))

    form = read(editor.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])))
    source = read(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))

    assert (form.select_one("[name=hours]"), source.select_one("[name=hours]")["value"]) == (None, "0")


def test_title_that_no_certificate_can_hold_is_refused(trainer):
    response = trainer.post(add_address("coursepage", catalogue_in("az")), course_form(title="u" * 161))

    assert "at most 160 characters" in response.content.decode()
    assert CoursePage.objects.count() == 0


def test_copy_as_an_alias_is_refused(editor):
    page = make_course_page()

    editor.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "x", "new_slug": "x", "new_parent_page": page.get_parent().pk, "alias": "on"},
    )

    assert CoursePage.objects.count() == 1


def test_lesson_cannot_move_into_another_course(editor):
    lesson, other = make_lesson_page(make_course_page()), make_course_page()

    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other.pk]))

    assert LessonPage.objects.child_of(other).count() == 0


def test_editor_sorts_the_lessons_and_learners_see_them_so(editor, client):
    course_page = make_course_page(key="dil")
    pages = [make_lesson_page(course_page, key=key) for key in ("bir", "iki", "uc")]

    editor.post(f"{reverse('wagtailadmin_pages:set_page_position', args=[pages[2].pk])}?position=0")

    shown = read(client.get("/az/courses/dil/")).select(".syllabus .title")
    assert [words(each) for each in shown] == ["Lesson uc", "Lesson bir", "Lesson iki"]


def test_many_lessons_at_once_cannot_move_into_another_course_either(editor):
    lesson, other = make_lesson_page(make_course_page()), make_course_page()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

    editor.post(f"{address}?id={lesson.pk}", {"chooser": other.pk})

    assert LessonPage.objects.child_of(other).count() == 0


def test_trainer_cannot_lock_what_others_wrote(trainer):
    page = make_course_page()

    trainer.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))

    page.refresh_from_db()
    assert page.locked is False


@pytest.mark.parametrize(
    "view", ["copy", "delete", "edit", "history", "move", "revisions_index", "set_privacy", "unpublish", "view_draft"]
)
def test_trainer_has_no_way_to_what_others_wrote(trainer, view):
    page = make_course_page()

    assert trainer.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 302


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "copy"])
@pytest.mark.parametrize("place", ["home", "courses", "news"])
def test_not_even_a_superuser_takes_away_what_the_site_hangs_on(site, action, place):
    home = site["az"]
    page = home if place == "home" else home.get_children().get(slug=place)
    browser = browser_of(make_person(is_superuser=True))

    asked = browser.get(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]))
    done = browser.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]))

    assert [asked.status_code, done.status_code] == [302, 302]
    assert Page.objects.live().filter(pk=page.pk).count() == 1


def test_not_even_many_at_once(site):
    browser, home = browser_of(make_person(is_superuser=True)), site["az"]

    for action in ("delete", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        browser.post(f"{address}?id={home.pk}", {"include_descendants": "on"})

    assert Page.objects.live().filter(pk=home.pk).count() == 1


def test_editor_still_changes_the_first_page(editor, site):
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[site["az"].pk])).status_code == 200


def test_page_is_published_and_taken_down_at_the_hour_chosen(site, monkeypatch):
    from django.utils import timezone

    page = make_course_page()
    page.unpublish()
    page.go_live_at, page.expire_at = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    page.save_revision(approved_go_live_at=page.go_live_at)
    seen = []
    for hours in (0, 1.5, 2.5):
        monkeypatch.setattr(timezone, "now", lambda at=NOW + timedelta(hours=hours): at)
        publish_scheduled()
        page.refresh_from_db()
        seen.append((page.live, Course.objects.get(pk=page.course_id).is_active))

    assert seen == [(False, False), (True, True), (False, False)]


def test_authors_groups_have_no_right_over_people(site):
    rights = Group.objects.values_list("permissions__content_type__app_label", flat=True)

    assert set(rights) <= {"wagtailadmin", "wagtail_localize", None}
