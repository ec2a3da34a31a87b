"""The pages as a reader meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.models import LessonPage
from courses.domain.completion import complete_lesson
from courses.enums import Access, EnrolmentMode, Level, Subject
from tests.cms.reading import links, read, words
from tests.conftest import NOW
from tests.factories.courses import make_cohort, make_enrolment
from tests.factories.pages import make_course_page, make_lesson_page
from tests.factories.people import make_centre, make_person

TODAY = NOW.date()


def in_three_languages(**over) -> dict:
    """A course with two lessons in each language."""
    first = make_course_page(key="dil", title="Dil", **over)
    pages = {"az": first}
    for code, title in (("en", "Language"), ("ru", "Язык")):
        pages[code] = make_course_page(key="dil", language=code, title=title, course=first.course, **over)
    for key in ("bir", "iki"):
        lesson = make_lesson_page(first, key=key, title=f"{key} az").lesson
        for code in ("en", "ru"):
            make_lesson_page(pages[code], key=key, title=f"{key} {code}", lesson=lesson)
    return pages


def titles(response) -> list[str]:
    return [words(each) for each in read(response).select("li.course h3")]


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_home_lists_courses_in_its_own_language(site, client, language):
    page = in_three_languages()[language]

    assert titles(client.get(f"/{language}/")) == [page.title]


def test_front_leads_to_the_home_page_of_the_browsers_language(site, client):
    response = client.get("/", headers={"accept-language": "ru"}, follow=True)

    assert response.redirect_chain == [("/ru/", 302)]
    assert read(response).html["lang"] == "ru"


def test_language_switch_of_a_lesson_leads_to_the_same_lesson(site, client):
    in_three_languages()

    switch = read(client.get("/ru/courses/dil/iki/")).select_one(".languages")

    assert [link["href"] for link in switch.find_all("a")] == ["/az/courses/dil/iki/", "/en/courses/dil/iki/"]


def test_language_switch_leads_to_the_course_where_the_lesson_is_not_translated(site, client):
    in_three_languages()
    LessonPage.objects.get(slug="iki", locale__language_code="en").unpublish()

    switch = read(client.get("/ru/courses/dil/iki/")).select_one(".languages")

    assert [link["href"] for link in switch.find_all("a")] == ["/az/courses/dil/iki/", "/en/courses/dil/"]


def test_named_lesson_leads_to_its_page_in_the_language_asked_for(site, client):
    in_three_languages()
    lesson = LessonPage.objects.filter(slug="bir").first().lesson

    response = client.get(f"/ru/lesson/{lesson.public_id}/")

    assert (response.status_code, response["Location"]) == (302, "/ru/courses/dil/bir/")


def test_named_lesson_without_a_translation_says_so_in_the_readers_language(site, client):
    lesson = make_lesson_page(make_course_page(key="dil"), key="bir").lesson

    response = client.get(f"/ru/lesson/{lesson.public_id}/", follow=True)

    assert response.redirect_chain == [("/az/courses/dil/bir/?untranslated=ru", 302)]
    assert "Этот урок ещё не переведён" in words(read(response).select_one("[lang=ru] .notice"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("subject=language", ["Dil"]),
        ("subject=law", ["Hüquq"]),
        ("level=A1", ["Dil"]),
        ("centre=gnj", ["Hüquq"]),
        ("language=ru", ["Dil"]),
        ("start=2027-01", ["Hüquq"]),
        ("subject=law&level=A1", []),
        ("subject=nonsense", ["Dil", "Hüquq"]),
        ("start=yesterday&page=-3&level=", ["Dil", "Hüquq"]),
        ("page=99999999999999999999", ["Dil", "Hüquq"]),
        ("subject=%00&centre=%F0%9F%98%80&page=%C0%AF", []),
    ],
)
def test_catalogue_filters_and_ignores_what_nobody_could_choose(site, client, query, found):
    dil = make_course_page(key="dil", title="Dil", level=Level.A1).course
    law = make_course_page(key="huquq", title="Hüquq", subject=Subject.LAW).course
    make_cohort(course=dil, centre=make_centre(code="bak"), language="ru", starts_on=TODAY + timedelta(days=2))
    january = TODAY.replace(year=2027, month=1, day=15)
    make_cohort(course=law, centre=make_centre(code="gnj"), starts_on=january, ends_on=january)

    assert titles(client.get(f"/az/courses/?{query}")) == found


def test_course_page_offers_a_visitor_the_way_in(site, client):
    cohort = make_cohort(course=in_three_languages()["en"].course, seats=3)

    page = read(client.get("/en/courses/dil/"))

    assert links(page, f"Sign in and enrol {cohort.name}") == [reverse("place", args=[cohort.public_id])]
    assert "3 seats left" in words(page.select_one("li.course .when"))


def test_course_page_enrols_by_post_and_shows_the_place(site, client):
    cohort = make_cohort(course=in_three_languages()["en"].course)
    client.force_login(make_person())
    form = read(client.get("/en/courses/dil/")).select_one("li.course form")

    client.post(form["action"])

    shown = read(client.get("/en/courses/dil/")).select_one("li.course .when strong")
    assert (form["method"], words(shown)) == ("post", "Learning")
    assert cohort.enrolments.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"seats": 0}, "Join the waiting list"),
        ({"mode": EnrolmentMode.APPROVAL}, "Ask for a place"),
        ({"mode": EnrolmentMode.STAFF}, "Enrol at the centre"),
        ({"enrol_until": TODAY - timedelta(days=1)}, "Enrolment is closed"),
        ({"enrol_from": TODAY + timedelta(days=1)}, "Enrolment opens on 24 November 2026"),
    ],
)
def test_course_page_says_how_one_enrols(site, client, facts, said):
    make_cohort(course=in_three_languages()["en"].course, **facts)
    client.force_login(make_person())

    assert said in words(read(client.get("/en/courses/dil/")).select_one("li.course .when"))


def test_syllabus_shows_one_progress_in_every_language(site, client):
    pages = in_three_languages()
    enrolment = make_enrolment(course=pages["az"].course)
    lesson = LessonPage.objects.filter(slug="bir").first().lesson
    complete_lesson(lesson, person=enrolment.person, now=NOW)
    client.force_login(enrolment.person)

    for language in pages:
        page = read(client.get(f"/{language}/courses/dil/"))
        assert [words(each.select_one(".title")) for each in page.select(".syllabus .done")] == [f"bir {language}"]


def test_lesson_that_is_not_translated_is_listed_in_a_language_it_has(site, client):
    in_three_languages()
    LessonPage.objects.get(slug="iki", locale__language_code="en").unpublish()

    listed = read(client.get("/en/courses/dil/")).select(".syllabus a")

    assert [(each["href"], each.select_one(".title").get("lang")) for each in listed] == [
        ("/en/courses/dil/bir/", None),
        ("/az/courses/dil/iki/?untranslated=en", "az"),
    ]


def test_lesson_in_one_language_alone_counts_in_the_others(site, client):
    pages = in_three_languages()
    make_lesson_page(pages["ru"], key="uc", title="uc ru")
    person = make_enrolment(course=pages["az"].course).person
    client.force_login(person)

    shown = [read(client.get(f"/{code}/courses/dil/")).select_one(".continue .progress") for code in pages]

    assert [each.progress["max"] for each in shown] == ["3", "3", "3"]


def test_lesson_that_is_live_in_no_language_is_not_listed(site, client):
    in_three_languages()
    for page in LessonPage.objects.filter(slug="iki"):
        page.unpublish()

    listed = read(client.get("/en/courses/dil/")).select(".syllabus .title")

    assert [words(each) for each in listed] == ["bir en"]


def test_lesson_is_marked_as_done_and_leads_on(site, client):
    in_three_languages()
    client.force_login(make_person())
    form = read(client.get("/ru/courses/dil/bir/")).select_one("form.turn")

    response = client.post(form["action"], {"next": form.select_one("[name=next]")["value"]})

    assert response["Location"] == "/ru/courses/dil/iki/"
    assert read(client.get("/az/courses/dil/bir/")).select_one("form.turn") is None


def closed_lesson(site) -> tuple:
    page = make_course_page(key="mekteb", access=Access.ENROLLED)
    make_lesson_page(page, key="bir", blocks=[("text", "<p>Only for us.</p>")])
    return page.course, "/az/courses/mekteb/bir/"


def test_closed_lesson_tells_a_visitor_what_to_do_and_no_more(site, client):
    _course, address = closed_lesson(site)

    page = read(client.get(address))

    assert "Only for us" not in words(page)
    assert [each["href"] for each in page.select(".actions a")] == [
        "/az/courses/mekteb/#dates",
        "/accounts/login/?next=/az/courses/mekteb/bir/",
    ]


def test_closed_lesson_opens_for_those_with_a_place(site, client):
    course, address = closed_lesson(site)
    client.force_login(make_enrolment(course=course).person)

    assert "Only for us" in words(read(client.get(address)))


def test_closed_lesson_stays_closed_while_a_place_is_asked_for(site, client):
    course, address = closed_lesson(site)
    client.force_login(make_enrolment(course=course, mode=EnrolmentMode.APPROVAL).person)

    page = read(client.get(address))

    assert "Only for us" not in words(page)
    assert [each["href"] for each in page.select(".actions a")] == ["/my/"]


def test_address_that_does_not_exist_is_not_found(site, client):
    assert client.get("/az/courses/nothing/here/").status_code == 404


def test_draft_is_not_found(site, client):
    make_course_page(key="dil").unpublish()

    assert client.get("/az/courses/dil/").status_code == 404
