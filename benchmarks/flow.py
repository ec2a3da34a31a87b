"""Whole attempts: front page, start, page of 20 items, save, confirmation, hand in, result. Seven requests each."""

import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from random import Random
from urllib.parse import urlencode

from benchmarks.report import Counted
from benchmarks.services import CannotMeasure

CONNECTIONS = 8
MARK = re.compile(r"Canary[a-z]{3}")
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Reader:
    """One person's browser. Sees to it that every page it gets is hers."""

    connection: HTTPConnection
    name: str
    cookies: str

    def get(self, path: str) -> str:
        status, _to, page = self.ask("GET", path)
        names = set(MARK.findall(page))
        if status != 200 or names != {self.name}:
            raise CannotMeasure(f"{path} answered {status} with the names {sorted(names)} to {self.name}")
        return page

    def post(self, path: str, page: str, fields: Mapping[str, str]) -> str:
        """Sends the form of a page; returns where it leads."""
        form = {"csrfmiddlewaretoken": TOKEN.search(page)[1], **fields}
        status, to, _page = self.ask("POST", path, urlencode(form))
        if status != 302 or not to:
            raise CannotMeasure(f"{path} answered {status} to a form of {self.name}")
        return to

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Status, the address it leads to, and the page. The connection opens itself again where the server closed it."""
        headers = {"Cookie": self.cookies}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.headers.get("Location", ""), response.read().decode()


def attempt(reader: Reader, quiz: str, rng: Random, *, items: int) -> None:
    """From the front page of the quiz to the result. Raises CannotMeasure when anything is not as it should be."""
    front = reader.get(quiz)
    page_address = reader.post(quiz, front, {})
    page = reader.get(page_address)
    answers = answered(page, rng)
    if len(answers) != 2 * items:
        raise CannotMeasure(f"{page_address} asked {len(answers) // 2} questions instead of {items}")
    confirmation_address = reader.post(page_address, page, answers | {"finish": "1"})
    confirmation = reader.get(confirmation_address)
    reader.get(reader.post(confirmation_address, confirmation, {}))


def answered(page: str, rng: Random) -> dict[str, str]:
    """For each question its `rev` as the page says it, and one of its options by chance."""
    options: dict[str, list[str]] = {}
    form: dict[str, str] = {}
    for tag in INPUT.findall(page):
        found = dict(ATTRIBUTE.findall(tag))
        name = found.get("name", "")
        if found.get("type") == "radio":
            options.setdefault(name, []).append(found["value"])
        elif re.fullmatch(r"r\d+", name):
            form[name] = found["value"]
    return form | {name: rng.choice(values) for name, values in options.items()}


def attempts(port: int, people: list[dict], *, seconds: int, items: int) -> Counted:
    """Eight at a time, each with readers of its own; an attempt that was begun in time is finished and counted."""
    shares = [people[n::CONNECTIONS] for n in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        running = [pool.submit(sit, port, share, n, seconds=seconds, items=items) for n, share in enumerate(shares)]
        done = [each.result() for each in running]
    return Counted(sum(count for count, _took in done), sum(count / took for count, took in done))


def sit(port: int, people: list[dict], seed: int, *, seconds: int, items: int) -> tuple[int, float]:
    """How many attempts, in how many seconds."""
    rng, connection = Random(seed), HTTPConnection("127.0.0.1", port, timeout=30)
    began, count = time.perf_counter(), 0
    for person in until(began + seconds, people):
        attempt(Reader(connection, person["name"], person["cookies"]), person["path"], rng, items=items)
        count += 1
    connection.close()
    return count, time.perf_counter() - began


def until(end: float, people: list[dict]) -> Iterator[dict]:
    for person in cycle(people):
        if time.perf_counter() >= end:
            return
        yield person
