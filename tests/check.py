"""`make check`: what must hold before any test is worth running. Every check runs; the first failure does not hide the rest.

`python -m tests.check migrations templates` runs the named ones.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, "manage.py"]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "LMS_SECRET_KEY": "a-key-only-for-the-check-3f9c2b7e5d1a8046c7e2b9f4d6a1830587",
    "LMS_FIELD_KEYS": "a-key-only-for-the-check-7b1d0c9f52e84a36",
    "LMS_HOSTS": "lms.example.org",
    "LMS_SITE_URL": "https://lms.example.org",
    "LMS_DATABASE_URL": "postgres://lms@127.0.0.1/lms",
    "LMS_REDIS_URL": "redis://127.0.0.1:6379/0",
    "LMS_BROKER_URL": "redis://127.0.0.1:6379/1",
}
# A script may be inline only as data; a style or a handler never.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|<style\b|\sstyle\s*=\s*[\"']|\son[a-z]+\s*=\s*[\"']",
    re.IGNORECASE,
)


def inline_code(root: Path = ROOT) -> Iterator[str]:
    """Templates that carry a script, a style or a handler: the content policy would block them."""
    for path in sorted(root.rglob("templates/**/*.html")):
        if ".venv" in path.parts:
            continue
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if INLINE.search(line):
                yield f"{path.relative_to(root)}:{n}: inline script, style or handler"


def foreign_addresses(root: Path = ROOT) -> Iterator[str]:
    """Locks that would only work on the machine that made them."""
    for path in sorted((root / "requirements").glob("*.txt")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "://" in line or "file:" in line:
                yield f"{path.name}:{n}: an address in the lock"


def lines(name: str, found: Iterator[str]) -> bool:
    complaints = list(found)
    report(name, not complaints, "\n".join(complaints))
    return not complaints


def command(name: str, *arguments: str, **environment: str) -> bool:
    done = subprocess.run(
        arguments, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    report(name, done.returncode == 0, done.stdout + done.stderr)
    return done.returncode == 0


def report(name: str, ok: bool, output: str) -> None:
    print(f"{'ok  ' if ok else 'FAIL'}  {name}", flush=True)
    if not ok:
        print(output.strip(), flush=True)


def checks() -> dict[str, Callable[[], bool]]:
    """Every check by its name, in the order of their cost to read."""
    module = (sys.executable, "-m")
    arrows = str(Path(sys.executable).with_name("lint-imports"))
    deploy = ("check", "--deploy", "--fail-level", "WARNING")
    return {
        "lint": lambda: command("lint", *module, "ruff", "check", "--quiet", "."),
        "format": lambda: command("format", *module, "ruff", "format", "--check", "--quiet", "."),
        "types": lambda: command("types", *module, "mypy"),
        "arrows": lambda: command("arrows", arrows, "--no-cache"),
        "migrations": lambda: command("migrations", *MANAGE, "makemigrations", "--check", "--dry-run"),
        "translations": lambda: command("translations", *MANAGE, "translations", "--check"),
        "templates": lambda: lines("templates", inline_code()),
        "locks": lambda: lines("locks", foreign_addresses()),
        "system": lambda: command("system", *MANAGE, *deploy, **PRODUCTION),
    }


def main(names: list[str]) -> int:
    known = checks()
    results = [known[name]() for name in names or known]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
