"""A learner who knows the answers: she reads them in the demo's own item bank."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, expect

BANKS = Path(__file__).resolve().parents[2] / "cms" / "demo" / "courses"


@dataclass(frozen=True)
class Right:
    """What is right: texts of the options to choose, or the text to type."""

    options: tuple[str, ...] = ()
    typed: str = ""


@cache
def key(course: str, language: str) -> dict[str, Right]:
    items = tomllib.loads((BANKS / course / "items.toml").read_text(encoding="utf-8"))["items"]
    return {plain(item["prompt"][language]): right(item, language) for item in items}


def right(item: dict, language: str) -> Right:
    if item["type"] == "short_answer":
        return Right(typed=item["accepted"][0])
    return Right(options=tuple(plain(each[language]) for each in item["options"] if each.get("correct")))


def plain(text: str) -> str:
    return " ".join(text.split())


def answer(question: Locator, *, course: str, language: str) -> None:
    """Gives the right answer to one question on the page."""
    found = key(course, language)[plain(question.locator("legend > span").last.inner_text())]
    if found.typed:
        question.get_by_role("textbox").fill(found.typed)
    for choice in question.locator("label.choice").all():
        if plain(choice.inner_text()) in found.options:
            choice.click()
            expect(choice.locator("input")).to_be_checked()
