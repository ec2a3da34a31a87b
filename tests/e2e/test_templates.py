"""The national office draws a certificate: with live preview, and without JavaScript.

By the keyboard alone: it must be possible, and the browser's own viewer of PDF files swallows clicks while it loads.
"""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, TABLET, fits, look_at, words
from tests.faults.processes import wait_until

pytestmark = pytest.mark.browser
HEADING, CODE = "p1e4", "p1e19"


def follow(control: Locator) -> None:
    """Press what leads to another page, and arrive there."""
    with control.page.expect_navigation():
        control.press("Enter")


def new_template(page: Page, says) -> str:
    """A template of its own, begun as the one for courses stands; says its name."""
    name = f"Sertifikat {secrets.token_hex(3)}"
    page.goto("/desk/templates/")
    page.get_by_label(says("Name of the template")).fill(name)
    choice = page.get_by_label(says("Begin with"))
    choice.select_option(label=choice.locator("option", has_text="Course completion").first.inner_text())
    follow(page.get_by_role("button", name=says("Make the template")))
    return name


def opened(page: Page, element: str):
    """The form of an element, its fields in sight."""
    part = page.locator(f"details#{element}")
    if part.get_attribute("open") is None:
        part.locator("summary").press("Enter")
    return part


def test_office_draws_a_template_sees_it_at_once_and_publishes_it(open_browser, office):
    says, page = words("az"), open_browser(TABLET, language="az")
    page.context.add_cookies(office)
    name = new_template(page, says)
    look_at(page)
    preview = page.locator("iframe.preview")
    before = preview.get_attribute("src")
    page.evaluate("window.stayed = true")

    heading = opened(page, HEADING)
    heading.get_by_label(says("Text in Azerbaijani")).fill("ŞƏHADƏTNAMƏ")
    heading.get_by_label(says("Text in Azerbaijani")).blur()
    expect(preview).to_have_attribute("src", re.compile(r"rev=1#"))
    assert (preview.get_attribute("src") != before, page.evaluate("window.stayed")) == (True, True)

    # A code that nobody could scan is said at once, where it is, and not published.
    code = opened(page, CODE)
    side = code.get_by_label(says("Side of the code, mm"))
    side.fill("9")
    side.blur()
    expect(page.locator(f"#{CODE}-problems p")).to_have_count(1)
    look_at(page)
    follow(page.get_by_role("button", name=says("Publish")))
    expect(page.get_by_role("alert")).to_contain_text(says("It cannot be published yet. Please mend what is marked."))
    look_at(page)

    side = opened(page, CODE).get_by_label(says("Side of the code, mm"))
    side.fill("24.7")
    side.blur()
    expect(page.locator(f"#{CODE}-problems p")).to_have_count(0)
    follow(page.get_by_role("button", name=says("Publish")))
    assert page.url.endswith("/desk/templates/")
    look_at(page)
    # The one that ships is what new certificates of the demo go on looking like.
    follow(page.locator("section", has_text=name).locator("li a").first)
    follow(page.get_by_role("button", name=says("Retire")))
    expect(page.get_by_text(says("Retired. Certificates that look like this stay as they are."))).to_be_visible()


def test_office_draws_a_template_without_javascript(open_browser, office):
    says, page = words("az"), open_browser(PHONE, language="az", javascript=False)
    page.context.add_cookies(office)
    new_template(page, says)
    heading = opened(page, HEADING)
    heading.get_by_label(says("Text in Azerbaijani")).fill("ŞƏHADƏTNAMƏ")
    heading.get_by_label(says("Width, mm")).fill("5000")
    follow(heading.get_by_role("button", name=says("Save")))
    again = opened(page, HEADING)
    expect(again.get_by_label(says("Text in Azerbaijani"))).to_have_value("ŞƏHADƏTNAMƏ")
    again.get_by_label(says("Width, mm")).fill("233")
    follow(again.get_by_role("button", name=says("Save")))
    expect(page.locator(f"details#{HEADING} summary")).to_contain_text("ŞƏHADƏTNAMƏ")

    elements = page.locator("details.element").count()
    follow(opened(page, HEADING).get_by_role("button", name=says("Copy")))
    assert page.locator("details.element").count() == elements + 1
    copy = page.url.rpartition("#")[2]
    follow(opened(page, copy).get_by_role("button", name=says("Remove")))
    assert page.locator("details.element").count() == elements
    fits(page)


def test_two_who_draw_at_once_lose_nothing(open_browser, office):
    says, page = words("az"), open_browser(TABLET, language="az", javascript=False)
    page.context.add_cookies(office)
    new_template(page, says)
    other = page.context.new_page()
    other.goto(page.url)
    first = opened(other, HEADING)
    first.get_by_label(says("Text in Azerbaijani")).fill("BİRİNCİ")
    follow(first.get_by_role("button", name=says("Save")))

    second = opened(page, HEADING)
    second.get_by_label(says("Text in Azerbaijani")).fill("İKİNCİ")
    follow(second.get_by_role("button", name=says("Save")))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(opened(page, HEADING).get_by_label(says("Text in Azerbaijani"))).to_have_value("İKİNCİ")


def test_editor_is_accessible_from_right_to_left_on_a_phone(open_browser, office):
    page = open_browser(PHONE, language="en")
    page.context.add_cookies(office)
    page.goto("/desk/templates/?lang=en")
    assert page.locator("html").get_attribute("dir") == "rtl"
    look_at(page)
    new_template(page, words("en"))
    look_at(page)
    for part in page.locator("details").all():
        if part.get_attribute("open") is None:
            part.locator("summary").press("Enter")
    look_at(page)
    wait_until(lambda: page.locator("details:not([open])").count() == 0, timeout=5)
