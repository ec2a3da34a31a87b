"""How authors and staff go about their work: what they click and what they type."""

import re
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from cms.loading.people import STAFF_PASSWORD
from tests.e2e.conftest import look_at, second_factor
from tests.e2e.quiz import plain

# What we add to Wagtail's admin; its own pages are its makers' business.
OURS = "main .nice-padding"


@dataclass(frozen=True)
class Written:
    """A lesson that somebody writes."""

    title: str
    text: str
    term: str
    meaning: str


signed_in: dict[tuple[str, str], list] = {}


def sign_in(page: Page, address: str, *, at: str) -> None:
    """From the door of a place of work, by password and second factor, to the place.

    A code of the second factor is taken once only: whoever has signed in on this server before comes with that session.
    """
    page.goto(at)
    known = urlsplit(page.url).netloc, address
    if known in signed_in:
        page.context.add_cookies(signed_in[known])
        page.goto(at)
        page.wait_for_url(f"**{at}")
        return
    look_at(page)
    form = page.locator("form", has=page.locator("[name=password]"))
    form.locator("[name=login]").fill(address)
    form.locator("[name=password]").fill(STAFF_PASSWORD)
    form.get_by_role("button").click()
    page.locator("[name=code]").wait_for()
    look_at(page)
    page.locator("[name=code]").fill(second_factor(page, address))
    page.locator("form", has=page.locator("[name=code]")).get_by_role("button").click()
    page.wait_for_url(f"**{at}")
    signed_in[known] = [each for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]


def explore(page: Page, *titles: str) -> None:
    """Down the tree of pages, as a list leads to the list below it."""
    page.goto("/cms/pages/")
    for title in titles:
        here = page.url
        page.locator("main tr", has_text=title).locator("td").last.get_by_role("link").click()
        page.wait_for_url(lambda address, here=here: address != here)


def insert_block(body: Locator, name: str) -> None:
    body.get_by_role("button", name="Insert a block").last.click()
    body.page.get_by_role("option", name=name, exact=True).click()


def write_lesson(page: Page, lesson: Written) -> None:
    """Fills the form of a new lesson and keeps it as a draft."""
    page.get_by_role("textbox", name="Title").fill(lesson.title)
    page.get_by_role("textbox", name="Introduction").fill("Çay sifariş edirik.")
    body = page.locator("#panel-child-content-body-section")
    insert_block(body, "Text")
    # The search field of the list of blocks is a text box too, until it is gone; the editor takes the focus when it is ready.
    text = body.locator("[contenteditable=true]")
    expect(text).to_be_focused()
    text.press_sequentially(lesson.text)
    expect(text).to_have_text(lesson.text)
    insert_block(body, "Vocabulary")
    body.get_by_role("textbox", name="Caption").fill("Sözlər")
    body.get_by_role("textbox", name="Word or term").fill(lesson.term)
    body.get_by_role("textbox", name="Meaning in the reader's language").fill(lesson.meaning)
    page.get_by_role("spinbutton", name="Minutes it takes").fill("12")
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url("**/edit/**")


def seen_as_a_learner(page: Page, lesson: Written) -> None:
    """Beside the form, and on a page of its own."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text(lesson.title)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Preview in new tab").click()
    shown = opened.value
    expect(shown.get_by_role("heading", level=1)).to_have_text(lesson.title)
    expect(shown.get_by_role("row", name=lesson.term)).to_contain_text(lesson.meaning)
    look_at(shown)
    shown.close()
    page.get_by_role("button", name="Toggle preview").click()


def choose_action(page: Page, name: str) -> None:
    """One of the actions in the menu beside "save", by its name in the form: wordings are Wagtail's."""
    here = page.url
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator(f"footer button:is([name='{name}'], [data-workflow-action-name='{name}'])").first.click()
    page.wait_for_url(lambda address: address != here)


def new_name() -> str:
    """Of nobody who is here already; a name has letters only."""
    return "Мадина " + "".join(secrets.choice("абвгдезиклмнопрст") for _letter in range(7)).capitalize()


def words_of_pdf(page: Page, address: str, at: Path, **post: str) -> str:
    """What a PDF says that the page's browser gets: by a link, or where `post` is given by its form."""
    answer = page.request.post(address, form=post) if post else page.request.get(address)
    at.write_bytes(answer.body())
    printed = subprocess.run(["pdftotext", str(at), "-"], capture_output=True, text=True, check=True).stdout
    return plain(printed)


def fields_of(form: Locator) -> dict[str, str]:
    return {field.get_attribute("name"): field.input_value() for field in form.locator("input").all()}


def public_id(address: str) -> str:
    return re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", address).group()
