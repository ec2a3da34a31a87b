"""Whole stories in a real browser, on the demo as a newcomer starts it. Read them to know what the system is for."""

import re
import secrets
import subprocess

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, fits, is_accessible, newest_code, words
from tests.e2e.quiz import answer
from tests.e2e.weight import first_view
from tests.faults.processes import wait_until

pytestmark = pytest.mark.browser


def new_address(name: str) -> str:
    """Of somebody who has never been here, also when the stories are walked again on a running server."""
    return f"{name}.{secrets.token_hex(4)}@example.net"


def look_at(page) -> None:
    is_accessible(page)
    fits(page)


def sign_up(page, says, *, name: str, address: str, checked: bool = True) -> None:
    """From the sign-in page of whoever is new here to the page she came for."""
    page.get_by_role("link", name=says("Create an account")).click()
    page.get_by_label(says("Your name")).fill(name)
    page.get_by_label(says("E-mail address")).fill(address)
    if checked:
        look_at(page)
    page.get_by_role("button", name=says("Send me a code")).click()
    page.get_by_role("heading", name=says("Enter the code")).wait_for()
    page.get_by_label(says("Code")).fill(newest_code(page, address))
    page.locator("main form button").first.click()
    page.get_by_role("heading", name=says("Enter the code")).wait_for(state="hidden")


def read_every_lesson(page) -> None:
    """From the lesson she is at to the page of the course, where the last button leads."""
    while (button := page.locator("form[action$='/done/'] button")).count():
        here = page.url
        button.first.click()
        page.wait_for_url(lambda address, here=here: address != here)
        page.get_by_role("heading", level=1).wait_for()


def test_maria_finds_a_course_and_holds_a_certificate_in_russian_on_a_phone(open_browser, tmp_path):
    says, page = words("ru"), open_browser(PHONE, language="ru")
    page.goto("/")
    assert page.url.endswith("/ru/")
    look_at(page)

    # She finds a course in her language and enrols.
    page.goto("/ru/courses/")
    page.get_by_label(says("Subject")).select_option("language")
    page.get_by_role("button", name=says("Show the courses")).click()
    look_at(page)
    page.locator("main").get_by_role("link", name=re.compile("A1")).first.click()
    look_at(page)
    page.get_by_role("link", name=says("Sign in and enrol")).first.click()
    look_at(page)
    sign_up(page, says, name="Мария Щербакова", address=new_address("maria"))
    page.get_by_role("button", name=says("Take a place")).click()
    look_at(page)

    # She learns. Another language on the way keeps her place.
    page.goto("/my/")
    look_at(page)
    page.locator("main .button").first.click()
    look_at(page)
    lesson = page.url
    page.get_by_role("link", name="Azərbaycanca").first.click()
    page.wait_for_url(lesson.replace("/ru/", "/az/"))
    page.get_by_role("link", name="Русский").first.click()
    page.wait_for_url(lesson)
    read_every_lesson(page)

    # She sits the quiz; the page reloads in the middle and nothing is lost.
    page.goto("/my/")
    page.locator("main .button").first.click()
    look_at(page)
    page.get_by_role("button", name=says("Start")).click()
    look_at(page)
    questions = page.locator("fieldset.question")
    expect(questions).to_have_count(20)
    for n in range(20):
        if n == 10:
            page.reload()
        answer(questions.nth(n), course="az-a1", language="ru")
        page.get_by_text(says("Saved"), exact=True).wait_for()
        questions.nth(n).locator("[data-step='1']").click()
    page.get_by_role("button", name=says("Go on to handing in")).click()
    look_at(page)
    page.get_by_role("button", name=says("Hand in my answers")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("You passed"))
    look_at(page)

    # Her certificate needs her name in Latin letters; a suggestion stands there already.
    page.goto("/my/certificates/")
    assert page.get_by_label(says("Your name in Latin letters")).input_value() == "Mariia Shcherbakova"
    look_at(page)
    page.get_by_role("button", name=says("Save and issue the certificate")).click()
    look_at(page)
    number = page.locator("dd").first.inner_text()
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(page.request.get(page.locator("a[href$='.pdf']").get_attribute("href")).body())
    printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "Mariia Shcherbakova" in printed
    assert "Мария Щербакова" in printed
    assert number in printed

    # A stranger types what is printed, in Cyrillic letters and all, and sees the same facts.
    code = re.search(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", printed).group()
    stranger = open_browser(PHONE, language="ru")
    stranger.goto("/v/")
    look_at(stranger)
    stranger.get_by_label(says("Code of the certificate")).fill(code.lower().replace("-", " "))
    stranger.get_by_role("button", name=says("Verify")).click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(says("This certificate is valid"))
    assert number in stranger.locator("dl").inner_text()
    look_at(stranger)


def test_gunesh_learns_without_javascript_in_azerbaijani(open_browser):
    says, page = words("az"), open_browser(PHONE, javascript=False, language="az")
    page.goto("/")
    assert page.url.endswith("/az/")
    page.goto("/az/courses/az-a1/")
    page.get_by_role("link", name=says("Sign in and enrol")).first.click()
    sign_up(page, says, name="Əliyeva Günəş", address=new_address("gunesh"), checked=False)
    page.get_by_role("button", name=says("Take a place")).click()
    page.goto("/my/")
    page.locator("main .button").first.click()
    read_every_lesson(page)

    page.goto("/my/")
    page.locator("main .button").first.click()
    page.get_by_role("button", name=says("Start")).click()
    questions = page.locator("fieldset.question")
    for n in range(20):
        answer(questions.nth(n), course="az-a1", language="az")
        if n == 7:
            page.get_by_role("button", name=says("Save my answers")).click()
    page.get_by_role("button", name=says("Go on to handing in")).click()
    page.get_by_role("button", name=says("Hand in my answers")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("You passed"))

    page.goto("/my/certificates/")
    # The worker issues it; without JavaScript she looks again.
    wait_until(
        lambda: page.locator("a[href$='.pdf']").count() or page.get_by_role("link", name=says("Look again")).click()
    )
    page.get_by_role("link", name=says("What others see when they verify it")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(says("This certificate is valid"))
    assert "Əliyeva Günəş" in page.locator("dl").inner_text()


def test_pages_are_accessible_from_right_to_left(open_browser):
    page = open_browser(PHONE, language="en")
    addresses = [
        "/en/",
        "/en/courses/",
        "/en/courses/az-a1/",
        "/en/courses/az-a1/greetings/",
        "/en/help/",
        "/en/privacy/",
    ]
    for address in [*addresses, "/accounts/login/", "/accounts/signup/", "/accounts/claim/", "/v/", "/v/AAAA"]:
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == "rtl", address
        look_at(page)


def test_first_view_of_a_lesson_is_light(open_browser):
    weight = first_view(open_browser(PHONE, language="ru"), "/ru/courses/az-a1/alphabet/")
    assert weight.requests <= 8, weight.addresses
    assert weight.bytes <= 60_000
