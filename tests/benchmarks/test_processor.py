from benchmarks.processor import worked


def test_work_is_what_was_added_by_old_and_new_processes():
    assert worked({1: 2.0, "cache": 0.5}, {1: 3.0, 2: 0.25, "cache": 0.75}) == 1.5


def test_work_is_unknown_when_a_process_ended():
    assert worked({1: 2.0, 2: 5.0}, {1: 3.0}) is None
