"""`manage.py doctor`: every examination in turn."""

import pytest
from django.core.management import call_command

from lms.doctor import Level, examine, work


def test_an_examination_that_breaks_off_is_a_finding():
    def broken():
        raise ZeroDivisionError
        yield

    (finding,) = examine([broken])
    assert (finding.level, finding.sentence) == (
        Level.FAIL,
        "The examination “broken” broke off: ZeroDivisionError.",
    )


@pytest.mark.django_db
def test_every_finding_that_is_not_fine_says_how_to_mend_it(settings):
    settings.ALLOWED_HOSTS = []

    assert [finding for finding in examine() if (finding.level == Level.OK) == bool(finding.mend)] == []


@pytest.mark.django_db
def test_the_command_fails_when_something_must_be_mended(settings, capsys):
    settings.ALLOWED_HOSTS = []

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", lang="en")
    assert ended.value.code == 1
    assert "FAIL  No host name is allowed: every page is refused." in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_succeeds_when_there_are_warnings_only(monkeypatch, capsys):
    monkeypatch.setattr("lms.management.commands.doctor.examine", lambda: [work.warn("Soon.", "Act.")])

    call_command("doctor", lang="en")
    assert capsys.readouterr().out == "WARN  Soon.\n      -> Act.\n"
