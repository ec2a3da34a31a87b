from lms.pdf.document import Document
from lms.pdf.operators import colour, number
from lms.pdf.outline import outline
from lms.pdf.shaping import shape
from tests.conftest import NOW


def page():
    return Document(title="", author="", language="az", moment=NOW).page(width=100, height=100)


def test_number_is_short_and_never_minus_zero():
    assert [number(value) for value in (1, 0.5, 1 / 3, -0.0001, 100, -2.50)] == [
        "1",
        "0.5",
        "0.333",
        "0",
        "100",
        "-2.5",
    ]


def test_colour_reads_six_digits():
    assert colour("#FF0033") == (1, 0, 0.2)


def test_tagged_numbers_its_parts_and_closes_them():
    drawn = page()
    for tag in ("H1", "P"):
        with drawn.tagged(tag):
            drawn.draw("f")
    assert drawn.operators == ["/H1 <</MCID 0>> BDC", "q\nf\nQ", "EMC", "/P <</MCID 1>> BDC", "q\nf\nQ", "EMC"]


def test_text_moves_marks_where_the_shaper_puts_them():
    drawn = page()
    with drawn.tagged("P"):
        drawn.text(shape("q\u0307"), 10, 20, size=10)
    mark = shape("q\u0307").runs[0].glyphs[1]
    assert drawn.operators[1].splitlines() == [
        "BT 0.086 0.149 0.18 rg 0 Tc 1 0 0 1 10 20 Tm",
        f"/NotoSans-Regular 10 Tf [<0001>{-mark.dx}<0002>{mark.dx}] TJ",
        "ET",
    ]


def test_outline_draws_shapes_and_no_text():
    path = outline(shape("Ən", bold=True), size=10)
    assert {part for part in path.split() if part.isalpha()} <= {"m", "l", "c", "h"}
    assert path.count("m") == path.count("h") == 3
