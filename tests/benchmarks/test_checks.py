"""A benchmark that measures error pages is worthless: what is not the right page stops it."""

from random import Random

import pytest

from benchmarks import flow, wrk
from benchmarks.services import CannotMeasure

GOOD = {"good": 9, "wrong_status": 0, "no_name": 0, "other_name": 0, "no_words": 0, "broken": 0, "example": ""}
PAGE = """
<input type="hidden" name="csrfmiddlewaretoken" value="Zz9"><input type="hidden" name="r1" value="0">
<input type="radio" name="s1" value="1"><input type="radio" name="s1" value="2" checked>
<input type="hidden" name="r2" value="4"><input class="x" name="s2" value="3" type="radio">
"""


class Answers:
    """A connection on which one answer came."""

    def __init__(self, status: int, page: str, to: str = ""):
        self.status, self.page, self.headers = status, page, {"Location": to}

    def request(self, *_question):
        pass

    def getresponse(self):
        return self

    def read(self) -> bytes:
        return self.page.encode()


def reader(*answer) -> flow.Reader:
    return flow.Reader(Answers(*answer), name="Canaryaab", cookies="")


def test_wrk_accepts_right_answers():
    wrk.refuse_bad(GOOD)


@pytest.mark.parametrize("kind", ["wrong_status", "no_name", "other_name", "no_words", "broken"])
def test_wrk_refuses_a_single_wrong_answer(kind):
    with pytest.raises(CannotMeasure, match=kind):
        wrk.refuse_bad(GOOD | {kind: 1})


def test_wrk_refuses_no_answer():
    with pytest.raises(CannotMeasure):
        wrk.refuse_bad(GOOD | {"good": 0})


def test_wrk_result_is_found_among_its_other_lines():
    assert wrk.result('Running 5s test\n\nRESULT {"good": 3}\n') == {"good": 3}


def test_reader_gets_a_page_with_her_own_name():
    page = "<p>Canaryaab Əliyeva</p>"
    assert reader(200, page).get("/my/") == page


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param((500, "Canaryaab"), id="error"),
        pytest.param((200, "Sign in"), id="nobody's"),
        pytest.param((200, "Canaryaac"), id="another's"),
        pytest.param((200, "Canaryaab Canaryaac"), id="another's too"),
    ],
)
def test_reader_refuses_what_is_not_hers(answer):
    with pytest.raises(CannotMeasure):
        reader(*answer).get("/my/")


def test_reader_refuses_a_form_that_leads_nowhere():
    with pytest.raises(CannotMeasure):
        reader(200, "Try again").post("/quiz/", PAGE, {})


def test_answers_choose_one_option_a_question():
    form = flow.answered(PAGE, Random(1))
    assert form == {"r1": "0", "r2": "4", "s1": form["s1"], "s2": "3"}
    assert form["s1"] in {"1", "2"}
