"""One demo installation for all stories, started as a newcomer starts it, and a browser to walk them."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import BrowserContext, Locator, Page

from tests.faults.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
AXE = (Path(__import__("axe_playwright_python").__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1180}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """The address of a fresh demo with web and worker running; English is written from right to left there.

    `LMS_STORIES_AT=http://localhost:8000` walks the stories on a server that runs already.
    """
    if running := os.environ.get("LMS_STORIES_AT"):
        yield running
        return
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")} | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.stories",
        "LMS_VAR": str(folder),
        "LMS_SITE_URL": f"http://localhost:{port}",
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: process.poll() is not None or answers(f"http://localhost:{port}/readyz"),
            timeout=240,
        )
        assert process.poll() is None, (folder / "server.log").read_text()
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


@pytest.fixture
def open_browser(chromium, server, tmp_path) -> Iterator[Callable[..., Page]]:
    """`open_browser(viewport, javascript=True, language="ru")`: a new person at a new device."""
    contexts: list[BrowserContext] = []

    def opened(viewport=PHONE, *, javascript: bool = True, language: str = "az") -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport=viewport,
            java_script_enabled=javascript,
            locale=language,
            has_touch=True,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    yield opened
    for n, context in enumerate(contexts):
        # What was on the screen at the end, for whoever looks into a failure.
        context.pages[0].screenshot(path=tmp_path / f"end-{n}.png", full_page=True)
        context.close()


@pytest.fixture(scope="session")
def office(chromium, server) -> list:
    """The cookies of the national office, signed in once: a code of the second factor is taken once only."""
    from tests.e2e.staff import sign_in

    context = chromium.new_context(base_url=server, viewport=PHONE, locale="en", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, "admin@example.org", at="/desk/")
    found = [each for each in context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]
    context.close()
    return found


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA on the page, or in a part of it, as it is now."""
    page.evaluate(AXE)
    found = page.evaluate("([part, rules]) => axe.run(part, {runOnly: rules})", [within, RULES])["violations"]
    return [
        f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def is_accessible(page: Page, within: str = "html") -> None:
    """In the light, and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, within) == []
    page.emulate_media(color_scheme="light")


def fits(page: Page) -> None:
    """Nothing hangs over the side of the screen."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url


def look_at(page: Page) -> None:
    """A page of ours, as a visitor sees it now."""
    is_accessible(page)
    fits(page)


def follow(control: Locator) -> None:
    """Press what leads to another page, and arrive there: until then the old page is still there to be looked at."""
    with control.page.expect_navigation():
        control.click()


def newest_code(page: Page, address: str) -> str:
    """The sign-in code in the newest letter to an address, read in the demo's mailbox at another tab."""
    reader = page.context.new_page()
    try:
        reader.goto("/demo/mail/")
        reader.locator("tbody tr", has_text=address).first.get_by_role("link").click()
        return re.search(r"\b\d{6}\b", reader.locator("article").inner_text()).group()
    finally:
        reader.close()


def second_factor(page: Page, address: str) -> str:
    """The current code of one of the demo's staff, as the mailbox shows it."""
    reader = page.context.new_page()
    try:
        reader.goto("/demo/mail/")
        label = reader.locator("dt", has_text=f"({address})")
        return label.locator("xpath=following-sibling::dd[1]").inner_text().strip()
    finally:
        reader.close()


def words(language: str) -> Callable[[str], str]:
    """`says("Enrol")`: what a button is called in a language, so that a story does not hang on its wording."""

    def says(sentence: str) -> str:
        with translation.override(language):
            return gettext(sentence)

    return says
