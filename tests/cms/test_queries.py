"""How often a page asks the database: literal numbers, the same with one row and with thirty."""

import pytest

from cms import freshness
from cms.models import NewsIndexPage, NewsPage
from cms.planting import plant
from courses.domain.completion import complete_lesson
from tests.conftest import NOW
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.pages import make_course_page, make_lesson_page


def fill(n: int):
    """`n` courses with a cohort each; the first has `n` lessons, and there are `n` pieces of news."""
    pages = [make_course_page() for _ in range(n)]
    for page in pages:
        make_cohort(course=page.course)
    lessons = [make_lesson_page(pages[0]) for _ in range(n)]
    index = NewsIndexPage.objects.get(locale__language_code="az")
    for each in range(n):
        plant(NewsPage, index, slug=f"news-{each}", locale=index.locale, key=f"news-{each}", title=f"News {each}")
    course = f"/az/courses/{pages[0].slug}/"
    return {
        "home": "/az/",
        "catalogue": "/az/courses/",
        "course": course,
        "lesson": f"{course}{lessons[0].slug}/",
        "news": "/az/news/",
        "information": "/az/help/",
    }, pages[0]


COLD = {"home": 11, "catalogue": 13, "course": 9, "lesson": 8, "news": 6, "information": 4}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", COLD)
def test_visitors_page_cold(site, client, django_assert_num_queries, name, rows):
    addresses, _page = fill(rows)
    freshness.current_token()

    with django_assert_num_queries(COLD[name]):
        client.get(addresses[name])


SIGNED_IN = {"home": 9, "catalogue": 11, "course": 7, "lesson": 3, "news": 5, "information": 3}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_learners_page_when_it_was_read_before(site, client, django_assert_num_queries, name, rows):
    addresses, page = fill(rows)
    person = make_enrolment(course=page.course).person
    complete_lesson(page.course.lessons.first(), person=person, now=NOW)
    client.force_login(person)
    client.get(addresses[name])

    with django_assert_num_queries(SIGNED_IN[name]):
        client.get(addresses[name])
