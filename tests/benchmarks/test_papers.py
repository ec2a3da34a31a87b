"""What the comparison of papers rests on: the same page for all, and no two certificates alike."""

import shutil

import pytest

from benchmarks.papers import compare, page, values
from benchmarks.services import CannotMeasure
from certificates import layouts
from lms.pdf.faces import Face

SPEC = layouts.SHIPPED["course"].spec


def test_page_for_the_others_has_every_line_where_ours_is():
    snapshot = values.snapshots()[0]
    found = page.page_of(SPEC, snapshot)
    name = next(line for line in found["lines"] if line[0] == snapshot["name_latin"])
    assert (name[2], found["address"]) == (True, snapshot["verify_url"])
    assert all(0 < x < 842 and 0 < baseline < 596 for _text, _size, _bold, x, baseline in found["lines"])


def test_no_two_certificates_have_a_name_or_a_code_in_common():
    snapshots = values.snapshots()
    assert [len({each[name] for each in snapshots}) for name in ("name_latin", "number", "code")] == [values.COUNT] * 3


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_another_page_stops_the_comparison(tmp_path):
    first, second = values.snapshots()[:2]
    for name, snapshot in (("ours", first), ("tcpdf", second)):
        (tmp_path / f"{name}.pdf").write_bytes(layouts.render(SPEC, snapshot))
    with pytest.raises(CannotMeasure, match="tcpdf has drawn another page"):
        compare.refuse_another_page(tmp_path)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")
def test_page_that_is_not_shown_stops_the_comparison(tmp_path, monkeypatch):
    snapshot = values.snapshots()[0]
    (tmp_path / "ours.pdf").write_bytes(layouts.render(SPEC, snapshot))
    compare.refuse_what_is_not_shown(tmp_path)
    monkeypatch.setattr(Face, "cut", lambda _face, glyphs: (b"no font", list(glyphs)))
    (tmp_path / "tcpdf.pdf").write_bytes(layouts.render(SPEC, snapshot))
    with pytest.raises(CannotMeasure, match="page of tcpdf cannot be shown"):
        compare.refuse_what_is_not_shown(tmp_path)


def test_ratio_is_how_many_times_longer_the_other_takes():
    times = {("ours", "draw"): [4.0, 5.0], ("tcpdf", "draw"): [27.0], ("weasyprint", "draw"): [90.0]}
    times |= {("ours", what): [1.5] for what in ("print", "sign", "seal")}
    found = {row.name: row.ratio for row in compare.rows(times)}
    assert list(found.values()) == [6.0, 20.0, 3.0, None, None]
