"""What production refuses to start with, each tried in a program of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check import PRODUCTION

ROOT = Path(__file__).resolve().parents[1]
SHOW = "import django; django.setup(); from django.conf import settings as s; print(s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"


def started(**changed: str | None) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    variables = {name: value for name, value in (PRODUCTION | changed).items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=clean | variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LMS_SECRET_KEY", None, "LMS_SECRET_KEY"),
        ("LMS_FIELD_KEYS", None, "LMS_FIELD_KEYS"),
        ("LMS_HOSTS", None, "LMS_HOSTS"),
        ("LMS_DATABASE_URL", None, "LMS_DATABASE_URL"),
        ("LMS_SITE_URL", "http://lms.example.org", "LMS_SITE_URL must start with https://"),
        ("LMS_SMTP_SECURITY", "maybe", "LMS_SMTP_SECURITY is starttls, tls or none."),
    ],
)
def test_production_refuses_to_start_without(name, value, said):
    done = started(**{name: value})

    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("security", "found"),
    [(None, "True False"), ("starttls", "True False"), ("tls", "False True"), ("none", "False False")],
)
def test_letters_are_encrypted_unless_told_otherwise(security, found):
    assert started(LMS_SMTP_SECURITY=security).stdout == f"{found}\n"
