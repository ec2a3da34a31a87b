"""A signed-in learner's lesson page without rendering it: a shell with holes.

Everything on the page that depends on the reader is rendered once for each of the few states it can be in, with nobody
in sight: no request, no user. The pieces lie in the memory of the process under the token of what is published. An
answer joins them by what the database says of this reader now, and puts her name and form token in last. Enrolment,
progress and name are therefore never older than the request, and nothing of a person is ever kept.

Everything unusual returns None and is left to Wagtail: visitors, whoever has a role, messages, queries, restricted
pages, drafts. `LESSON_FAST_PATH = False` switches it off.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString

from cms import addresses, freshness, lessons
from cms.models import LessonPage
from cms.syllabus import LEARNING
from courses.enums import Access
from courses.models import Course
from courses.queries.reading import reading
from lms.context import site

# A NUL is in no name and in no text: both databases refuse it.
NAME, TOKEN = "\0name\0", "\0token\0"
MOST_SHELLS = 1000


class Hole(NamedTuple):
    kind: str
    pk: int


@dataclass(frozen=True)
class State:
    """Of one reader in one course, asked at each request."""

    done: set[int]
    passed: set[int]
    is_learning: bool


@dataclass
class Shell:
    """One lesson page in one language for everybody."""

    course: Course
    lesson_id: int
    lessons: frozenset[int]
    pieces: list[str | Hole] = field(default_factory=list)
    fragments: dict[Hole, dict[Any, str]] = field(default_factory=dict)

    def key(self, hole: Hole, state: State) -> Any:
        """Which of a hole's fragments this reader gets."""
        if hole.kind == "part":
            return hole.pk in state.done
        if hole.kind == "done":
            return len(self.lessons & state.done)
        if hole.kind == "turn":
            return self.lesson_id in state.done
        return hole.pk in state.passed, state.is_learning

    def filled(self, state: State, *, name: str, token: str) -> str:
        joined = "".join(
            piece if isinstance(piece, str) else self.fragments[piece][self.key(piece, state)] for piece in self.pieces
        )
        return joined.replace(TOKEN, token).replace(NAME, escape(name))


class Reader:
    """Stands where the learner will be. She has no role: those who do are not served here."""

    is_authenticated = True
    has_desk = has_cms = False

    def get_short_name(self) -> str:
        return NAME


class Holes:
    """Collects what varies while a shell is rendered."""

    def __init__(self):
        self.fragments: dict[Hole, dict[Any, str]] = {}

    def cut(self, kind: str, pk: int, context, rendered: Callable[[dict], str]) -> SafeString:
        hole = Hole(kind, pk)
        self.fragments[hole] = {key: rendered(over) for key, over in variants(kind, context)}
        return SafeString(f"\0{kind} {pk}\0")

    def pieces(self, html: str) -> Iterator[str | Hole]:
        """The page cut at its holes; the marks of name and token stay in the text."""
        by_mark = {f"{hole.kind} {hole.pk}": hole for hole in self.fragments}
        text = ""
        for n, piece in enumerate(html.split("\0")):
            if n % 2 and piece in by_mark:
                yield text
                yield by_mark[piece]
                text = ""
            else:
                text += f"\0{piece}\0" if n % 2 else piece
        yield text


def variants(kind: str, context) -> Iterator[tuple[Any, dict]]:
    """Every state a part of the page can be in, and what the template is given for it."""
    if kind == "part":
        yield from ((is_done, {"part": replace(context["part"], is_done=is_done)}) for is_done in (True, False))
    elif kind == "turn":
        yield from ((is_done, {"own": replace(context["own"], is_done=is_done)}) for is_done in (True, False))
    elif kind == "done":
        read = context["syllabus"]
        for n in range(len(read.parts) + 1):
            parts = [replace(part, is_done=place < n) for place, part in enumerate(read.parts)]
            yield n, {"syllabus": replace(read, parts=parts)}
    else:
        for key in ((False, False), (False, True), (True, False), (True, True)):
            yield key, {"quiz": replace(context["quiz"], is_passed=key[0], is_open=key[1])}


def build(page: LessonPage) -> Shell | None:
    """The shell of a live lesson page, from the database and the templates alone; None where restrictions apply."""
    if page.get_view_restrictions().exists():
        return None
    language = page.locale.language_code
    with translation.override(language):
        holes = Holes()
        read = lessons.reading(page, AnonymousUser())
        frame = page.frame() | site(None) | {"page": page, "user": Reader(), "csrf_token": TOKEN, "holes": holes}
        html = render_to_string(page.template, frame | read)
    parts = read["syllabus"].parts
    shell = Shell(read["course_page"].course, page.lesson_id, frozenset(part.page.lesson_id for part in parts))
    shell.pieces, shell.fragments = list(holes.pieces(html)), holes.fragments
    return shell


class Shells:
    """Those of this process, the most recently asked for last."""

    kept: OrderedDict[str, tuple[str, Shell]] = OrderedDict()

    @classmethod
    def get(cls, address: str, token: str) -> Shell | None:
        under, shell = cls.kept.get(address, ("", None))
        if under != token:
            return None
        with suppress(KeyError):
            cls.kept.move_to_end(address)
        return shell

    @classmethod
    def keep(cls, address: str, token: str, shell: Shell) -> None:
        cls.kept[address] = (token, shell)
        while len(cls.kept) > MOST_SHELLS:
            cls.kept.popitem(last=False)


def is_usual(request) -> bool:
    """A plain GET by somebody who is signed in, has no role, and no message waiting."""
    if not settings.LESSON_FAST_PATH or request.method != "GET" or request.META.get("QUERY_STRING"):
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or "messages" in request.COOKIES:
        return False
    return request.user.is_authenticated and not getattr(request.user, "has_role", True)


def kept(request) -> HttpResponse | None:
    """The page from a shell that this process has."""
    shell = Shells.get(request.path_info, freshness.current_token()) if is_usual(request) else None
    return answer(shell, request) if shell else None


def built(request, page: LessonPage, token: str) -> HttpResponse | None:
    """The page from a new shell. `token` was asked for before the page was."""
    if not is_usual(request) or request.path_info != addresses.address(page):
        return None
    shell = build(page)
    if shell is None:
        return None
    Shells.keep(request.path_info, token, shell)
    return answer(shell, request)


def answer(shell: Shell, request) -> HttpResponse | None:
    """None for a reader who may not read it: she is told what to do on another page."""
    state = state_of(request.user, shell.course)
    if shell.course.access != Access.OPEN and not state.is_learning:
        return None
    return HttpResponse(shell.filled(state, name=request.user.get_short_name(), token=get_token(request)))


def state_of(person, course: Course) -> State:
    found = reading(person, course)
    return State(found.done, found.passed, not found.states.isdisjoint(LEARNING))
