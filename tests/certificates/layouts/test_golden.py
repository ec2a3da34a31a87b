"""Not one byte of a certificate changes by accident: `tests/golden.py` says how it changes on purpose."""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import golden
from tests.certificates.layouts.samples import KINDS, NAMES

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = json.loads(golden.FILE.read_text(encoding="utf-8"))
PAPERS = [(kind, key) for kind in KINDS for key in NAMES]
# Draws in another order than this process does, with what the setting changes.
ELSEWHERE = """
import hashlib, django; django.setup()
from tests.golden import drawn
from tests.certificates.layouts.samples import KINDS, NAMES
found = {(kind, key): drawn(kind, key) for key in reversed(NAMES) for kind in reversed(KINDS)}
print(hashlib.sha256(b"".join(found[kind, key] for kind in KINDS for key in NAMES)).hexdigest())
"""


@pytest.mark.parametrize(("kind", "key"), PAPERS)
def test_paper_is_drawn_as_it_was_looked_at(kind, key):
    known = GOLDEN["papers"][f"{kind}/{key}"]
    packed = GOLDEN["zlib"] == golden.PACKED_BY
    assert golden.hashes(kind, key, packed=packed) == {
        name: known[name] for name in ("drawn", "file") if packed or name == "drawn"
    }


def test_golden_has_every_template_that_ships_in_every_script():
    assert sorted(GOLDEN["papers"]) == sorted(f"{kind}/{key}" for kind, key in PAPERS)


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "7", "LANG": "ru_RU.UTF-8"},
        {"SOURCE_DATE_EPOCH": "1", "TZ": "America/New_York"},
    ],
)
def test_paper_has_the_same_bytes_in_every_process(setting):
    environment = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", **os.environ, **setting}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60
    )
    here = hashlib.sha256(b"".join(golden.drawn(kind, key) for kind, key in PAPERS)).hexdigest()
    assert done.stdout.decode().strip() == here


def test_papers_drawn_by_many_threads_at_once_are_the_same():
    wanted = PAPERS * 2
    expected = [golden.drawn(kind, key) for kind, key in wanted]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda each: golden.drawn(*each), wanted))
    finally:
        sys.setswitchinterval(interval)
    assert found == expected
