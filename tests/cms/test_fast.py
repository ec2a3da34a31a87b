"""The fast path shows what Wagtail shows, to the right person, and to nobody else."""

import inspect
import re
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms import fast, freshness
from cms.models import CoursePage, LessonPage
from courses.domain import attempt as attempts
from courses.domain.completion import complete_lesson
from courses.domain.enrolment import enrol, withdraw
from courses.enums import Access
from courses.models import AssessmentText, Course
from lms.accounts.domain import grant
from lms.accounts.enums import Role
from tests.cms.reading import read, words
from tests.conftest import NOW
from tests.factories.courses import make_assessment, make_cohort, make_enrolment
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import Browser, make_person, make_staff

LESSONS = ("bir", "iki", "uc")


@pytest.fixture
def course(site):
    """Three lessons in two languages and a quiz."""
    page = make_course_page(key="dil", title="Dil")
    make_assessment(course=page.course, items=1)
    for key in LESSONS:
        make_lesson_page(page, key=key)
    russian = make_course_page(key="dil", language="ru", course=page.course)
    for lesson in LessonPage.objects.child_of(page):
        make_lesson_page(russian, key=lesson.slug, lesson=lesson.lesson)
    make_cohort(course=page.course)
    fast.Shells.kept.clear()
    return page.course


def signed_in(person) -> Browser:
    browser = Browser()
    browser.force_login(person)
    return browser


def without_tokens(html: str) -> str:
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+', "", html)


def squeezed(response) -> str:
    return " ".join(without_tokens(response.content.decode()).split())


def finish(course, person):
    enrolment = enrol(course.cohorts.get(), person=person, actor=person, now=NOW)
    for lesson in list(course.lessons.all())[:-1]:
        complete_lesson(lesson, person=person, now=NOW)
    sitting = attempts.start(enrolment, assessment=course.assessments.get(), now=NOW)
    attempts.save_response(sitting, slot=1, rev=1, value={"options": ["a"]}, language="az", now=NOW)
    attempts.submit(sitting, now=NOW)
    return enrolment


def leave(course, person):
    withdraw(finish(course, person), actor=person, now=NOW)


def take_a_place(course, person):
    return enrol(course.cohorts.get(), person=person, actor=person, now=NOW)


def finish_a_lesson(course, person):
    complete_lesson(course.lessons.first(), person=person, now=NOW)


STATES = {
    "enrolled": take_a_place,
    "with one lesson done": finish_a_lesson,
    "with all done and passed": finish,
    "passed and withdrawn": leave,
}


def test_fast_page_of_a_stranger_to_the_course_is_the_page_that_wagtail_serves(course, settings):
    assert_same_page(signed_in(make_person()), settings, "/az/courses/dil/bir/")


@pytest.mark.parametrize("key", LESSONS)
@pytest.mark.parametrize("state", STATES)
def test_fast_page_is_the_page_that_wagtail_serves(course, settings, state, key):
    person = make_person(name='Əli <script> & "Vəli"')
    STATES[state](course, person)

    assert_same_page(signed_in(person), settings, f"/ru/courses/dil/{key}/")


def assert_same_page(browser, settings, address: str) -> None:
    """From a new shell, from a kept one, and by Wagtail."""
    quick = [browser.get(address), browser.get(address)]
    settings.LESSON_FAST_PATH = False
    slow = browser.get(address)

    assert list(fast.Shells.kept) == [address]
    assert [squeezed(each) for each in quick] == [squeezed(slow)] * 2


def test_fast_page_asks_the_database_for_the_reader_alone(course, django_assert_num_queries):
    browser = signed_in(make_enrolment(cohort=course.cohorts.get()).person)
    browser.get("/az/courses/dil/bir/")

    with django_assert_num_queries(3):
        browser.get("/az/courses/dil/bir/")


def test_shell_varies_in_nothing_but_these(course):
    shell = fast.build(LessonPage.objects.get(slug="uc", locale__language_code="az"))
    lessons, quiz = list(course.lessons.values_list("pk", flat=True)), course.assessments.get().pk

    assert set(shell.fragments) == {
        *(("part", pk) for pk in lessons),
        ("done", 0),
        ("turn", 0),
        ("quiz", quiz),
        ("link", quiz),
    }
    assert [piece for piece in shell.pieces if not isinstance(piece, str)] == list(
        dict.fromkeys(piece for piece in shell.pieces if not isinstance(piece, str))
    )


def test_shell_has_marks_for_one_name_and_two_forms(course):
    shell = fast.build(LessonPage.objects.get(slug="bir", locale__language_code="az"))
    state = fast.State(set(), set(), is_learning=False)

    filled = shell.filled(state, name="N<b>", token="T")

    assert (filled.count("N&lt;b&gt;"), filled.count('value="T"'), filled.count("\0")) == (1, 2, 0)


def seen_by(browser, address: str) -> tuple:
    page = read(browser.get(address))
    done = [each.a["href"] for each in page.select(".syllabus .done")]
    return words(page.select_one(".account summary span")), len(done), page.html["lang"]


def test_nobody_sees_another_persons_page(course):
    """Twelve people, three lessons, two languages, in turns and while somebody publishes: each sees her own."""
    people = []
    for n in range(12):
        person = make_person(name=f"Kanareyka {n}")
        for lesson in list(course.lessons.all())[: n % 4]:
            complete_lesson(lesson, person=person, now=NOW)
        people.append((signed_in(person), f"Kanareyka {n}", n % 4))
    found, expected = [], []
    for turn, (language, key) in enumerate(product(("az", "ru"), LESSONS)):
        for browser, name, done in people[turn:] + people[:turn]:
            found.append(seen_by(browser, f"/{language}/courses/dil/{key}/"))
            expected.append((name, done, language))
        freshness.bump()

    assert found == expected


def test_form_tokens_are_each_persons_own(course):
    def token(browser):
        return read(browser.get("/az/courses/dil/bir/")).select_one("[name=csrfmiddlewaretoken]")["value"]

    assert token(signed_in(make_person())) != token(signed_in(make_person()))


def test_answer_is_never_kept_by_anybody(course):
    response = signed_in(make_person()).get("/az/courses/dil/bir/")

    assert response.headers["Cache-Control"] == "private, no-store"


def test_visitors_are_left_to_wagtail(course, client):
    client.get("/az/courses/dil/bir/")

    assert fast.Shells.kept == {}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.AUDITOR])
def test_whoever_has_a_role_is_left_to_wagtail(course, role):
    signed_in(make_staff(role)).get("/az/courses/dil/bir/")

    assert fast.Shells.kept == {}


@pytest.mark.parametrize("address", ["/az/courses/dil/bir/?untranslated=en", "/az/courses/dil/", "/az/courses/"])
def test_other_pages_and_queries_are_left_to_wagtail(course, address):
    signed_in(make_person()).get(address)

    assert fast.Shells.kept == {}


def test_waiting_message_is_shown(course):
    enrolment = make_enrolment(cohort=course.cohorts.get(), person=make_person(language="en"))
    browser = signed_in(enrolment.person)
    browser.get("/en/courses/dil/bir/")
    browser.post(reverse("withdraw", args=[enrolment.cohort.public_id]))

    shown = [read(browser.get("/az/courses/dil/bir/")).select_one(".messages") for _visit in range(2)]

    assert [each and words(each) for each in shown] == ["You gave up your place.", None]


def publish(page, **changes) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def lesson_page() -> LessonPage:
    return LessonPage.objects.get(slug="bir", locale__language_code="az")


def shown_title(browser) -> str:
    return words(read(browser.get("/az/courses/dil/bir/")).h1)


def test_publish_is_shown_after_its_commit_and_a_draft_is_not(course, django_capture_on_commit_callbacks):
    browser = signed_in(make_person())
    seen = [shown_title(browser)]
    with django_capture_on_commit_callbacks(execute=True):
        page = lesson_page()
        page.title = "Qaralama"
        page.save_revision()
    seen.append(shown_title(browser))
    with django_capture_on_commit_callbacks(execute=True):
        publish(lesson_page(), title="Yeni")

    assert [*seen, shown_title(browser)] == ["Lesson bir", "Lesson bir", "Yeni"]


def test_unpublished_page_is_gone(course, django_capture_on_commit_callbacks):
    browser = signed_in(make_person())
    browser.get("/az/courses/dil/bir/")
    with django_capture_on_commit_callbacks(execute=True):
        lesson_page().unpublish()

    assert browser.get("/az/courses/dil/bir/").status_code == 404


def test_restriction_above_the_page_counts(course, django_capture_on_commit_callbacks):
    browser = signed_in(make_person())
    browser.get("/az/courses/dil/bir/")
    with django_capture_on_commit_callbacks(execute=True):
        above = CoursePage.objects.get(slug="dil", locale__language_code="az")
        above.view_restrictions.create(restriction_type="groups")

    assert browser.get("/az/courses/dil/bir/").status_code == 302


def test_course_that_closes_closes_its_lessons(course, django_capture_on_commit_callbacks):
    stranger, learner = signed_in(make_person()), signed_in(make_enrolment(cohort=course.cohorts.get()).person)
    for browser in (stranger, learner):
        browser.get("/az/courses/dil/bir/")
    with django_capture_on_commit_callbacks(execute=True):
        publish(CoursePage.objects.get(slug="dil", locale__language_code="az"), access=Access.ENROLLED)

    said = [read(each.get("/az/courses/dil/bir/")).select_one("article") is not None for each in (stranger, learner)]
    assert said == [False, True]


def test_withdrawn_learner_is_told_what_to_do_at_once(course):
    Course.objects.filter(pk=course.pk).update(access=Access.ENROLLED)
    enrolment = make_enrolment(cohort=course.cohorts.get())
    browser = signed_in(enrolment.person)
    before = read(browser.get("/az/courses/dil/bir/")).article
    withdraw(enrolment, actor=enrolment.person, now=NOW)

    after = read(browser.get("/az/courses/dil/bir/")).article

    assert (before is not None, after is not None) == (True, False)


def test_learner_who_comes_back_reads_on(course):
    Course.objects.filter(pk=course.pk).update(access=Access.ENROLLED)
    person = make_enrolment(cohort=course.cohorts.get()).person
    browser = signed_in(person)
    withdraw(person.enrolments.get(), actor=person, now=NOW)
    closed = read(browser.get("/az/courses/dil/bir/")).article
    take_a_place(course, person)

    assert (closed, read(browser.get("/az/courses/dil/bir/")).article is not None) == (None, True)


def is_nobody(browser) -> bool:
    return read(browser.get("/az/courses/dil/bir/")).select_one(".account summary") is None


def change_password(person) -> None:
    person.set_password("another horse battery staple")
    person.save()


def deactivate(person) -> None:
    person.is_active = False
    person.save()


def give_a_role(person) -> None:
    grant(person, role=Role.AUDITOR, centre=None)


@pytest.mark.parametrize("change", [change_password, deactivate])
def test_session_that_no_longer_counts_shows_nobodys_page(course, change):
    person = make_person(name="Kanareyka", password="correct horse battery staple")
    browser = signed_in(person)
    before = is_nobody(browser)
    change(person)

    assert (before, is_nobody(browser)) == (False, True)


def test_forged_session_shows_nobodys_page(course):
    signed_in(make_person()).get("/az/courses/dil/bir/")
    browser = Browser()
    browser.cookies["sessionid"] = "forged"

    assert is_nobody(browser)


def test_person_with_a_new_role_is_left_to_wagtail_at_once(course, monkeypatch):
    person = make_person()
    browser = signed_in(person)
    browser.get("/az/courses/dil/bir/")
    give_a_role(person)
    shells = fast.Shells.kept.copy()
    fast.Shells.kept.clear()

    browser.get("/az/courses/dil/bir/")

    assert (len(shells), len(fast.Shells.kept)) == (1, 0)


def test_shell_is_made_without_a_request_and_without_a_person(course):
    assert list(inspect.signature(fast.build).parameters) == ["page"]


def test_page_that_opens_again_is_shown_again(course, django_capture_on_commit_callbacks):
    browser = signed_in(make_person())
    found = []
    above = CoursePage.objects.get(slug="dil", locale__language_code="az")
    for change in (
        lambda: above.view_restrictions.create(restriction_type="groups"),
        lambda: above.view_restrictions.get().delete(),
        lambda: lesson_page().unpublish(),
        lambda: lesson_page().save_revision().publish(),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            change()
        found.append(browser.get("/az/courses/dil/bir/").status_code)

    assert found == [302, 200, 404, 200]


@pytest.mark.parametrize(
    "change",
    [
        lambda course: make_assessment(course=course, items=1),
        lambda _course: AssessmentText.objects.get(language="az").delete(),
        lambda _course: Image.objects.create(title="Flag", file=get_test_image_file()),
        lambda _course: Document.objects.create(title="List", file=ContentFile(b"x", name="list.txt")),
        lambda _course: Document.objects.create(title="List", file=ContentFile(b"x", name="list.txt")).delete(),
    ],
)
def test_what_a_lesson_shows_besides_its_words_makes_it_old(course, django_capture_on_commit_callbacks, change):
    before = freshness.current_token()

    with django_capture_on_commit_callbacks(execute=True):
        change(course)

    assert freshness.current_token() != before


def test_quiz_that_is_added_stands_in_every_lesson_at_once(course, django_capture_on_commit_callbacks):
    browser = signed_in(make_enrolment(cohort=course.cohorts.get()).person)
    browser.get("/az/courses/dil/bir/")

    with django_capture_on_commit_callbacks(execute=True):
        quiz = make_assessment(course=course, items=1)

    page = read(browser.get("/az/courses/dil/bir/"))
    assert len(page.select(f'.syllabus a[href="{reverse("assessment", args=[quiz.public_id])}"]')) == 1


def test_signed_out_reader_is_nobody(course):
    browser = signed_in(make_person(name="Kanareyka"))
    browser.get("/az/courses/dil/bir/")
    browser.logout()

    assert "Kanareyka" not in browser.get("/az/courses/dil/bir/").content.decode()


def test_shells_are_bounded(course, monkeypatch):
    monkeypatch.setattr(fast, "MOST_SHELLS", 2)
    browser = signed_in(make_person())

    for key in LESSONS:
        browser.get(f"/az/courses/dil/{key}/")

    assert list(fast.Shells.kept) == ["/az/courses/dil/iki/", "/az/courses/dil/uc/"]
