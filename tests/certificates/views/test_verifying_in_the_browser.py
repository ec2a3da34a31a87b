"""Verification in the hand of an official: a narrow phone, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from certificates import domain
from tests.certificates import files
from tests.conftest import NOW
from tests.factories.certificates import make_completed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How many words of the heading are torn over two lines.
TORN = """() => [...document.querySelector("h1").childNodes].flatMap((node) =>
  [...node.textContent.matchAll(/\\S+/g)].filter((word) => {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    return range.getClientRects().length > 1;
  })).length"""
# A file dropped on the form, as from a folder beside the browser.
DROP = """([content]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(content)], "paper.pdf", { type: "application/pdf" }));
  document.querySelector("form.drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def certificate(db):
    return domain.issue(make_completed(), actor=None, now=NOW)


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page("/v/", language="ru")`: a stranger on a phone 320 or 360 px wide."""
    contexts = []

    def opened(path: str, *, language: str = "en", javascript: bool = True, width: int = 360):
        context = chromium.new_context(viewport={"width": width, "height": 740}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}{path}?lang={language}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_no_word_of_the_verdict_is_torn_on_a_narrow_phone(open_page, certificate, language, width):
    page = open_page(f"/v/{certificate.code}", language=language, width=width)
    assert page.evaluate(TORN) == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("main > :first-child h1").count() == 1


def test_file_is_checked_without_javascript(open_page, certificate):
    page = open_page("/v/", javascript=False)
    changed = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": files.updated(files.paper(certificate))}
    page.locator("[type=file]").set_input_files(changed)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This file was changed after we made it")


def test_file_is_dropped_on_the_page(open_page, certificate):
    page = open_page("/v/")
    page.evaluate(DROP, [list(files.paper(certificate))])
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
