import json

from benchmarks.peer import Recorded
from benchmarks.report import PAPERS, SPEED, Round, Row, speeds, table, works, write

LESSON = Recorded("lesson page", "pages/s", 30, tuned=40, work=60)
PAPER = Recorded("certificates", "certificates/s", 5)
FOUND = {
    LESSON: [Round(150, 5.0), Round(120), Round(90, 7.0)],
    PAPER: [Round(200), Round(250), Round(210)],
}


def test_speed_is_the_median_beside_the_scaled_peer():
    lesson, paper = speeds(FOUND, factor=0.5)
    assert (lesson.ours, lesson.peer, lesson.ratio, lesson.tuned) == (120, 15, 8, 20)
    assert (paper.ours, paper.peer, paper.ratio, paper.tuned) == (210, 2.5, 84, None)


def test_work_compares_the_other_way_round_and_leaves_out_what_was_not_measured():
    (lesson,) = works(FOUND, factor=0.5)
    assert (lesson.name, lesson.ours, lesson.peer, lesson.ratio) == ("lesson page: processor time", 6, 120, 20)


def test_table_puts_numbers_under_each_other():
    assert table(SPEED, speeds(FOUND, factor=0.5)).splitlines() == [
        "              ours  of each round  peer x K  ratio  to tuned",
        "lesson page    120   150 120 90.0      15.0   8.0x      6.0x  pages/s",
        "certificates   210    200 250 210       2.5  84.0x            certificates/s",
    ]


def test_list_keeps_the_names_that_scripts_rely_on(tmp_path):
    path = tmp_path / "var" / "bench.json"
    write(path, speeds(FOUND, factor=0.5))
    assert json.loads(path.read_text()) == [
        {"name": "lesson page", "ours": 120, "peer": 15.0, "unit": "pages/s", "ratio": 8.0},
        {"name": "certificates", "ours": 210, "peer": 2.5, "unit": "certificates/s", "ratio": 84.0},
    ]


def test_row_of_our_own_has_no_peer_and_no_ratio():
    row = Row("sealed", [15.0, 14.0, 30.0], None, "ms/certificate", more_is_better=False)
    assert row.facts() == {"name": "sealed", "ours": 15.0, "peer": None, "unit": "ms/certificate", "ratio": None}
    assert table(PAPERS, [row]).splitlines()[1].split() == ["sealed", "15.0", "15.0", "14.0", "30.0", "ms/certificate"]
