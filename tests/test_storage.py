"""A file is whole or not there."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lms.storage import BESIDE, WholeFiles, forget_unfinished


@pytest.fixture
def storage(tmp_path):
    return WholeFiles(location=tmp_path)


class PowerCut(Exception):
    """Nothing runs any more."""


class Broken(ContentFile):
    """The process dies after the first bytes."""

    def chunks(self, chunk_size=None):
        yield self.read(3)
        raise PowerCut


def test_file_is_read_back_under_its_name(storage):
    assert storage.save("a/b.pdf", ContentFile(b"all of it")) == "a/b.pdf"
    with storage.open("a/b.pdf") as kept:
        assert kept.read() == b"all of it"


def test_file_that_was_not_finished_does_not_bear_its_name(storage):
    with pytest.raises(PowerCut):
        storage.save("a/b.pdf", Broken(b"all of it"))
    assert storage.exists("a/b.pdf") is False


def test_unfinished_files_are_forgotten_when_they_are_old(storage):
    with pytest.raises(PowerCut):
        storage.save("a/b.pdf", Broken(b"all of it"))
    now = timezone.now()
    found = [forget_unfinished(storage, before=now + timedelta(hours=hours)) for hours in (-1, 1, 1)]
    assert (found, storage.listdir(BESIDE)[1]) == ([0, 1, 0], [])


def test_nothing_unfinished_is_nothing_to_forget(storage):
    assert forget_unfinished(storage, before=timezone.now()) == 0
