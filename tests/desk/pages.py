"""What a page says, for comparing."""

import re
from html import unescape

TAG = re.compile(r"<[^>]+>")


def source(response) -> str:
    """Whatever was sent, as text; of a file its bytes as they come."""
    content = response.getvalue() if response.streaming else response.content
    return content.decode(errors="replace")


def read(response):
    """The response after all of it was fetched: a file is closed then."""
    if response.streaming:
        response.getvalue()
    return response


def words(response) -> str:
    """The text of the page's main part, white space folded."""
    html = response.content.decode()
    main = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
    found = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", main[1] if main else html, flags=re.DOTALL)
    return " ".join(unescape(TAG.sub(" ", found)).split())


def cells(response) -> list[list[str]]:
    """The rows of the page's tables, header rows left out, each cell as its words."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)
    rows = [row for body in bodies for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]
    return [
        [
            " ".join(unescape(TAG.sub(" ", re.sub(r"<svg.*?</svg>", "", cell, flags=re.DOTALL))).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def told(response) -> list[str]:
    """The messages that wait for the next page of this browser, and those shown on this one."""
    return [str(message) for message in response.context["messages"]] if response.context else []


def errors(response) -> dict[str, list[str]]:
    """The complaints of the page's form, by field."""
    return dict(response.context["form"].errors)
