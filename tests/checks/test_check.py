"""`make check` finds what it is there to find: each fault is planted in a copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project as it stands, where it may be spoilt."""
    target = tmp_path_factory.mktemp("copy") / "project"
    keep = shutil.ignore_patterns(
        ".venv*", ".git", "var", "node_modules", "__pycache__", ".*_cache", "*.mp3", "*.png", "*.ttf"
    )
    shutil.copytree(ROOT, target, ignore=keep, symlinks=True)
    return target


def check(copy: Path, name: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.check", name], cwd=copy, capture_output=True, text=True, check=False, timeout=300
    )
    return done.returncode, done.stdout


def plant(path: Path, text: str):
    """Appends to a file (made if need be); call the result to take it back."""
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((before or "") + text, encoding="utf-8")
    return lambda: path.unlink() if before is None else path.write_text(before, encoding="utf-8")


MODEL = """

class Forgotten(models.Model):
    n = models.IntegerField()

    def __str__(self) -> str:
        return str(self.n)
"""
PLANTS = {
    "migrations": ("courses/models/cohort.py", MODEL, "Create model Forgotten"),
    "translations": (
        "courses/enums.py",
        '\n\nFORGOTTEN = _("Nobody has translated this")\n',
        "Nobody has translated this",
    ),
    "arrows": ("courses/enums.py", "\n\nimport certificates.enums\n", "courses.enums -> certificates.enums"),
    "templates": ("courses/templates/courses/forgotten.html", "<script>alert(1)</script>\n", "forgotten.html:1"),
    "locks": ("requirements/base.txt", "# https://packages.example.org/simple\n", "base.txt"),
    "lint": ("courses/enums.py", "\n\nimport os\n", "os"),
}


@pytest.mark.parametrize("name", PLANTS)
def test_check_passes_as_it_stands_and_fails_with_a_planted_fault(copy, name):
    path, text, complaint = PLANTS[name]
    assert check(copy, name)[0] == 0, check(copy, name)[1]
    take_back = plant(copy / path, text)
    try:
        code, output = check(copy, name)
    finally:
        take_back()
    assert code == 1
    assert complaint in output


@pytest.mark.parametrize(
    "line",
    [
        "<p style='color: red'>x</p>",
        '<a onclick="x()">x</a>',
        "<style>p { color: red }</style>",
        "<script>x()</script>",
        '<script nonce="1">x()</script>',
    ],
)
def test_inline_code_is_found_in_every_form(tmp_path, line):
    from tests.check import inline_code

    plant(tmp_path / "app/templates/app/page.html", f"{line}\n")
    assert list(inline_code(tmp_path)) == ["app/templates/app/page.html:1: inline script, style or handler"]


def test_inline_data_is_allowed(tmp_path):
    from tests.check import inline_code

    plant(
        tmp_path / "app/templates/a.html",
        '<script type="application/json" id="x">{}</script><script src="/a.js"></script>\n',
    )
    assert list(inline_code(tmp_path)) == []
