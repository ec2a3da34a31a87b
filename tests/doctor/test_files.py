"""What lies on the disk."""

import os
import time

import pytest

from lms.doctor import Level, files
from tests.doctor.conftest import levels


def test_fonts_are_complete():
    assert levels(files.fonts) == [Level.OK]


def test_fonts_that_are_missing_are_named(monkeypatch):
    from lms.pdf import faces

    monkeypatch.setattr(faces, "FAMILIES", ("NotoSans", "NotoSansNowhere"))

    (finding,) = files.fonts()
    assert finding.sentence == "Fonts are missing or damaged: NotoSansNowhere. Some names cannot be printed."


def test_translations_older_than_their_source_fail(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "lms" / "locale" / "az" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue, compiled = folder / "django.po", folder / "django.mo"
    catalogue.touch()
    compiled.touch()
    fresh = levels(files.translations)
    os.utime(compiled, (time.time() - 60,) * 2)

    assert (fresh, levels(files.translations)) == ([Level.OK], [Level.FAIL])


def test_style_sheets_that_were_not_collected_fail(settings, tmp_path):
    name = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": name}}
    settings.STATIC_ROOT = tmp_path
    before = levels(files.static)
    (tmp_path / "staticfiles.json").touch()

    assert (before, levels(files.static)) == ([Level.FAIL], [Level.OK])


@pytest.mark.parametrize(("megabytes", "level"), [(100, Level.FAIL), (1000, Level.WARN), (5000, Level.OK)])
def test_disk(real, monkeypatch, tmp_path, megabytes, level):
    monkeypatch.setattr(
        files.shutil, "disk_usage", lambda _folder: files.shutil._ntuple_diskusage(0, 0, megabytes << 20)
    )

    assert files.room(str(tmp_path)).level == level
