"""The script of a quiz page, in a browser: what it saves, what it keeps when it cannot, and what it forgets."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from courses.domain.attempt import save_response, submit
from courses.models import Attempt, Response
from tests.factories.courses import make_attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(db) -> Attempt:
    return make_attempt(items=3)


@pytest.fixture
def page(chromium, live_server, attempt):
    """The attempt's page in English on a phone, its person signed in."""
    client = Client()
    client.force_login(attempt.enrolment.person)
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    cookies = {"sessionid": client.cookies["sessionid"].value, "language": "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(live_server.url + reverse("attempt", args=[attempt.public_id]))
    yield page
    context.close()


def choose(page, text: str) -> None:
    page.locator(".question.here .choice", has_text=f"Option {text} ").click()


def go_on(page, *, to: int) -> None:
    page.locator(".question.here [data-step='1']").click()
    expect(page.locator(f"#q{to}")).to_be_visible()


def outbox(page) -> dict:
    return json.loads(page.evaluate("Object.values(localStorage)[0] ?? '{}'"))


def stored() -> list[tuple]:
    return list(Response.objects.order_by("slot__n").values_list("slot__n", "rev", "value"))


def test_each_answer_is_saved_when_it_is_given(page):
    choose(page, "b")
    expect(page.locator(".saved")).to_have_text("Saved")
    choose(page, "a")
    go_on(page, to=2)
    choose(page, "c")
    expect(page.locator("[data-count]")).to_have_text("2 of 3 answered")
    expect(page.locator(".saved")).to_have_text("Saved")
    assert stored() == [(1, 2, {"options": ["a"]}), (2, 1, {"options": ["c"]})]
    assert outbox(page) == {}


def test_first_saved_answer_moves_nothing_under_the_thumb(page):
    clock = "<span class='time'>Less than one minute left</span>"
    page.evaluate(f'document.querySelector(".saved").insertAdjacentHTML("beforebegin", "{clock}")')
    before = page.locator(".question.here .choice").first.bounding_box()
    choose(page, "b")
    expect(page.locator(".saved")).to_have_text("Saved")
    assert page.locator(".question.here .choice").first.bounding_box() == before


def test_overview_is_one_touch_away(page):
    page.locator("[data-count]").click()
    expect(page.get_by_role("button", name="Go on to handing in")).to_be_visible()
    page.locator(".overview a").nth(2).click()
    expect(page.locator(".question.here .count")).to_have_text("Question 3 of 3")


def test_without_a_connection_answers_wait_on_the_device(page, attempt):
    page.context.set_offline(True)
    choose(page, "a")
    expect(page.locator("#trouble")).to_contain_text("There is no connection.")
    assert outbox(page) == {"1": {"rev": 1, "value": {"options": ["1"]}}}
    assert stored() == []
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#trouble")).to_be_hidden()
    assert stored() == [(1, 1, {"options": ["a"]})]


def test_answers_that_waited_are_sent_after_a_reload(page):
    page.route("**/attempt/*/1/", lambda route: route.abort())
    choose(page, "b")
    expect(page.locator("#trouble")).to_contain_text("There is no connection.")
    page.unroute("**/attempt/*/1/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".saved")).to_have_text("Saved")
    expect(page.locator("[data-count]")).to_have_text("1 of 3 answered")
    assert stored() == [(1, 1, {"options": ["b"]})]


def test_signed_out_person_is_led_back_and_loses_nothing(page, attempt):
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    choose(page, "a")
    link = page.locator("#trouble a")
    expect(link).to_have_text("Sign in again")
    assert link.get_attribute("href") == f"/accounts/login/?next={reverse('attempt', args=[attempt.public_id])}"
    page.context.add_cookies(session)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_be_hidden()
    assert stored() == [(1, 1, {"options": ["a"]})]


@pytest.mark.parametrize(
    ("status", "kind"), [(200, "text/html"), (403, "text/html"), (404, "text/html"), (429, "text/plain")]
)
def test_answer_of_something_in_between_loses_nothing(page, status, kind):
    page.route(
        "**/attempt/*/1/", lambda route: route.fulfill(status=status, content_type=kind, body="Welcome to our network")
    )
    choose(page, "a")
    expect(page.locator("#trouble")).to_contain_text("Your answers could not be saved just now.")
    expect(page.locator(".saved")).to_have_text("Not saved yet")
    assert outbox(page) == {"1": {"rev": 1, "value": {"options": ["1"]}}}
    page.unroute("**/attempt/*/1/")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_be_hidden()
    assert stored() == [(1, 1, {"options": ["a"]})]


def test_answer_that_is_refused_is_not_called_saved(page, attempt):
    page.evaluate("document.querySelector('#q1 .choice input').value = '99'")
    choose(page, "a")
    expect(page.locator("#trouble")).to_contain_text("This is not an answer to this question.")
    expect(page.locator(".saved")).to_have_text("Not saved yet")
    assert (stored(), outbox(page)) == ([], {})


def test_two_tabs_keep_each_other_s_answers(page):
    other = page.context.new_page()
    other.goto(page.url)
    page.context.set_offline(True)
    choose(page, "a")
    go_on(other, to=2)
    choose(other, "b")
    expect(other.locator("#trouble")).to_be_visible()
    assert outbox(page) == {"1": {"rev": 1, "value": {"options": ["1"]}}, "2": {"rev": 1, "value": {"options": ["2"]}}}


def test_stopped_way_to_handing_in_does_not_stop_the_saving(page):
    page.evaluate("document.querySelector('#answers').addEventListener('submit', (event) => event.preventDefault())")
    page.evaluate("location.hash = 'all'")
    page.get_by_role("button", name="Go on to handing in").click()
    page.evaluate("location.hash = 'q1'")
    choose(page, "b")
    expect(page.locator(".saved")).to_have_text("Saved")
    assert stored() == [(1, 1, {"options": ["b"]})]


def test_newer_answer_of_another_device_is_shown(page, attempt, now):
    save_response(attempt, slot=1, rev=5, value={"options": ["c"]}, language="az", now=now)
    choose(page, "a")
    expect(page.locator("#trouble")).to_contain_text("A newer answer was saved on another device")
    expect(page.locator(".question.here .choice", has_text="Option c ").locator("input")).to_be_checked()
    assert (stored(), outbox(page)) == ([(1, 5, {"options": ["c"]})], {})


def test_answer_after_handing_in_elsewhere_is_told(page, attempt, now):
    submit(attempt, now=now)
    choose(page, "a")
    expect(page.locator("#trouble")).to_contain_text("These answers are handed in already.")
    expect(page.locator("#trouble a")).to_have_text("Reload the page")
    assert stored() == []


def test_change_of_language_keeps_place_and_answers(page):
    choose(page, "b")
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator(".question.here input:checked")).to_have_value("2")


def test_handing_in_forgets_what_the_device_kept(page, attempt):
    page.evaluate(f"localStorage.setItem('quiz:{attempt.public_id}', JSON.stringify({{1: {{rev: 0, value: {{}}}}}}))")
    page.evaluate("location.hash = 'all'")
    page.get_by_role("button", name="Go on to handing in").click()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.locator("h1")).to_have_text("Not passed yet")
    assert page.evaluate("localStorage.length") == 0
