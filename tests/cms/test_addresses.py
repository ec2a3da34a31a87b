"""Any address that anybody may type: a page, or a clear "not found", never an error of ours."""

import pytest
from wagtail.models import Page

from cms.models import CatalogueIndexPage, LessonPage
from tests.cms.reading import read, words
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import Browser, make_person

NOT_FOUND = [
    "/az/" + "a/" * 5000,
    "/az/" + "a" * 10_000 + "/",
    "/az/%00/",
    "/az/courses/%00/",
    "/az/%ED%A0%80/",
    "/az/%F0%9F%98%80/",
    "/az/курсы/",
    "/az//courses/",
    "//az/courses/",
    "/az/courses;/",
    "/az/courses./",
    "/az/courses/../",
    "/az/%25_*/",
    "/az/lesson/00000000-0000-0000-0000-000000000000/",
    "/documents/99999999999999999999/x.pdf",
    "/documents/1/%00",
    "/api/v2/pages/",
    "/cms/password_reset/",
    "/cms/items/99999999999999999999/",
]
FOUND = [
    "/az/courses/?page=99999999",
    "/az/courses/?page=0&page=-5&page=abc",
    "/az/courses/?page=%00",
    "/az/courses/?subject=law&subject=language&subject=%25",
    "/az/courses/?subject[]=law",
    "/az/courses/?centre=%25_*%27%22&level=%ED%A0%80",
    "/az/courses/?centre=" + "%F0%9F%98%80" * 500,
    "/az/courses/?start=0000-01",
    "/az/courses/?start=9999-12",
    "/az/courses/?q=" + "x" * 8192,
    "/az/courses/?" + "&".join(f"a{n}=1" for n in range(900)),
    "/az/news/?page=99999999",
    "/az/news/?page=%00",
    "/az/courses/dil/bir/?untranslated=%00",
    "/az/courses/dil/bir/?untranslated=xx&untranslated=" + "r" * 8192,
]
NOT_FOUND_ROWS = [pytest.param(address, id=f"{n}") for n, address in enumerate(NOT_FOUND)]
FOUND_ROWS = [pytest.param(address, id=f"{n}") for n, address in enumerate(FOUND)]


@pytest.fixture
def readers(site):
    """A visitor and somebody who is signed in: their pages are made on different ways."""
    make_lesson_page(make_course_page(key="dil"), key="bir")
    learner = Browser()
    learner.force_login(make_person())
    return [Browser(), learner]


@pytest.mark.parametrize("address", NOT_FOUND_ROWS)
def test_address_of_nothing_is_not_found(readers, address):
    # The authors' pages send others to the door first.
    expected = [302, 302] if address.startswith("/cms/items") else [404, 404]

    assert [each.get(address).status_code for each in readers] == expected


@pytest.mark.parametrize("address", FOUND_ROWS)
def test_query_that_makes_no_sense_shows_the_page(readers, address):
    plain = address.partition("?")[0]

    titles = [words(read(each.get(asked)).h1) for each in readers for asked in (plain, address)]

    assert len(set(titles)) == 1


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/az/", "/az/courses/", "/az/courses/dil/", "/az/courses/dil/bir/", "/az/news/"])
def test_pages_are_only_read(readers, address, method):
    assert [getattr(each, method)(address).status_code for each in readers] == [405, 405]


def test_old_address_of_a_lesson_leads_to_the_new_one(readers, django_capture_on_commit_callbacks):
    page = LessonPage.objects.get(slug="bir")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "birinci"
        page.save_revision().publish()

    found = [each.get("/az/courses/dil/bir/") for each in readers]

    assert [(each.status_code, each["Location"]) for each in found] == [(302, "/az/courses/dil/birinci/")] * 2


def test_old_address_of_a_course_leads_to_its_lessons_too(readers, django_capture_on_commit_callbacks):
    page = LessonPage.objects.get(slug="bir").get_parent().specific
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "yeni"
        page.save_revision().publish()

    assert readers[0].get("/az/courses/dil/bir/")["Location"] == "/az/courses/yeni/bir/"


def test_old_address_of_a_page_that_was_taken_down_is_not_found(readers, django_capture_on_commit_callbacks):
    page = LessonPage.objects.get(slug="bir")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "birinci"
        page.save_revision().publish()
        page.unpublish()

    assert readers[0].get("/az/courses/dil/bir/").status_code == 404


def test_two_pages_of_one_name_at_one_depth_are_told_apart(readers):
    make_lesson_page(make_course_page(key="huquq"), key="bir", title="Hüquq, bir")

    shown = [words(read(readers[0].get(f"/az/courses/{course}/bir/")).h1) for course in ("dil", "huquq")]

    assert shown == ["Lesson bir", "Hüquq, bir"]
    assert Page.objects.filter(slug="bir").count() == 2
    assert CatalogueIndexPage.objects.filter(locale__language_code="az").count() == 1
