import os
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from certificates import domain, signing
from certificates.enums import KeyPurpose
from lms.doctor import Level, database, examine, files, papers, services, site, work
from lms.jobs import enqueue, mail
from lms.jobs.enums import JobState, MessageState
from lms.jobs.models import Job, Message, Worker
from tests.faults.smtp import MailServer

STRONG = "Ik0JYSxfGJx1cC2E0tRx8qc6DR6aZC5CzudLRBDP_a4zWIU1fjUOmXj3gUPL1FfO28c"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def real(settings):
    """An installation for real people."""
    settings.DEMO = False
    settings.SECRET_KEY = STRONG
    settings.FIELD_KEYS = [STRONG[::-1]]


def levels(examination) -> list[Level]:
    return [finding.level for finding in examination()]


@pytest.mark.parametrize(
    ("demo", "debug", "level"),
    [(True, False, Level.WARN), (False, False, Level.OK), (False, True, Level.FAIL), (True, True, Level.WARN)],
)
def test_mode(settings, demo, debug, level):
    settings.DEMO, settings.DEBUG = demo, debug

    assert levels(site.mode) == [level]


@pytest.mark.parametrize(
    ("allowed", "level"),
    [
        ([], Level.FAIL),
        (["*"], Level.FAIL),
        (["other.example.org"], Level.FAIL),
        (["lms.example.org"], Level.OK),
        ([".example.org"], Level.OK),
    ],
)
def test_hosts(settings, real, allowed, level):
    settings.SITE_URL = "https://lms.example.org"
    settings.ALLOWED_HOSTS = allowed

    assert levels(site.hosts) == [level]


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + STRONG, "not-secret-" + STRONG])
def test_keys_that_are_weak_fail(settings, real, key):
    settings.SECRET_KEY = key

    assert levels(site.keys) == [Level.FAIL]


def test_keys_that_are_strong_pass(real):
    assert levels(site.keys) == [Level.OK]


def test_keys_that_are_one_fail(settings, real):
    settings.FIELD_KEYS = [STRONG]

    assert levels(site.keys) == [Level.FAIL]


@pytest.mark.django_db
def test_database_as_we_set_it_up_passes():
    found = [*database.answers(), *database.mode(), *database.migrations(), *database.clock()]

    assert [finding.level for finding in found] == [Level.OK] * 4


def test_database_that_does_not_answer_fails(monkeypatch):
    def refuse(query):
        raise database.DatabaseError

    monkeypatch.setattr(database, "value", refuse)

    assert levels(database.answers) == [Level.FAIL]


def test_sqlite_with_defaults_fails(monkeypatch):
    answers = {"PRAGMA journal_mode": "delete", "PRAGMA synchronous": "1"}
    monkeypatch.setattr(database, "value", answers.__getitem__)
    monkeypatch.setitem(database.connection.settings_dict, "OPTIONS", {})

    assert levels(database.sqlite_mode) == [Level.FAIL] * 3


def test_postgresql_that_forgets_or_repeats_fails(monkeypatch):
    answers = {
        "SHOW transaction_isolation": "repeatable read",
        "SHOW synchronous_commit": "off",
        "SHOW fsync": "on",
        "SHOW server_encoding": "SQL_ASCII",
    }
    monkeypatch.setattr(database, "value", answers.__getitem__)

    assert levels(database.postgresql_mode) == [Level.FAIL] * 3


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.OK), (-5, Level.WARN), (3600, Level.FAIL)])
def test_clock(monkeypatch, seconds, level):
    monkeypatch.setattr(database, "database_time", lambda: timezone.now() + timedelta(seconds=seconds))

    assert levels(database.clock) == [level]


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        ("locmem.LocMemCache", [Level.FAIL, Level.OK]),
        ("dummy.DummyCache", [Level.FAIL]),
        ("filebased.FileBasedCache", [Level.OK]),
    ],
)
def test_cache(settings, real, tmp_path, backend, found):
    name = f"django.core.cache.backends.{backend}"
    settings.CACHES = {"default": {"BACKEND": name, "LOCATION": str(tmp_path)}}

    assert levels(services.cache) == found


def test_cache_that_does_not_answer_fails(settings, real):
    name = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": name, "LOCATION": "redis://127.0.0.1:1/0"}}

    assert levels(services.cache) == [Level.FAIL]


def test_broker_that_is_away_fails(settings, monkeypatch):
    from lms.celery import app

    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(app.conf, "broker_url", settings.BROKER_URL)

    assert levels(services.broker) == [Level.FAIL]


def test_no_broker_is_fine(settings):
    settings.BROKER_URL = ""

    assert levels(services.broker) == [Level.OK]


def test_mail_that_goes_nowhere_fails(settings, real):
    settings.EMAIL_BACKEND = services.OUTBOX
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert levels(services.mail) == [Level.FAIL]


def test_mail_past_the_outbox_fails(settings, real):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert levels(services.mail) == [Level.FAIL, Level.FAIL]


@pytest.mark.parametrize(
    ("security", "level"),
    [
        ({}, Level.OK),
        ({"EMAIL_HOST_USER": "lms", "EMAIL_HOST_PASSWORD": "x"}, Level.FAIL),
        ({"EMAIL_USE_TLS": True}, Level.FAIL),
    ],
)
def test_mail_server_is_asked_as_a_letter_would_ask_it(settings, security, level):
    """The one here knows neither passwords nor encryption."""
    server = MailServer(hold=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    for name, value in security.items():
        setattr(settings, name, value)

    found = services.mail_server()
    server.shutdown()
    server.server_close()
    assert found.level == level


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "level"), [(10, Level.OK), (600, Level.FAIL)])
def test_workers(real, seconds, level):
    seen = timezone.now() - timedelta(seconds=seconds)
    Worker.objects.create(name="one", started_at=seen, seen_at=seen)

    assert levels(work.workers) == [level]


@pytest.mark.django_db
def test_a_worker_that_is_busy_for_long_is_alive(real):
    enqueue("tests.note")
    Job.objects.update(state=JobState.RUNNING, worker="one", lease_until=timezone.now() + timedelta(seconds=20))

    assert levels(work.workers) == [Level.OK]


@pytest.mark.django_db
def test_jobs_that_wait_for_long_are_named(real):
    enqueue("tests.note", run_at=timezone.now() - timedelta(minutes=6))

    (finding,) = work.waiting_jobs()
    assert (finding.level, finding.sentence) == (
        Level.FAIL,
        "Jobs that wait for more than five minutes: 1 (tests.note).",
    )


@pytest.mark.django_db
def test_jobs_given_up_are_named(real):
    enqueue("tests.note")
    Job.objects.update(state=JobState.DEAD)

    (finding,) = work.given_up_jobs()
    assert (finding.level, finding.sentence) == (Level.WARN, "Jobs given up after many attempts: 1 (tests.note).")


@pytest.mark.django_db
def test_refused_letters_are_counted():
    mail.post("leyla@example.org", subject="Your place", text="Good day")
    Message.objects.update(state=MessageState.REFUSED)

    assert levels(work.refused_letters) == [Level.WARN]


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


@pytest.fixture
def keys(settings, real, tmp_path):
    """Keys of an installation for real people, which nobody has made yet."""
    settings.KEYS_DIR, settings.KEYS_MADE_ON_FIRST_USE = tmp_path, False
    return tmp_path


@pytest.mark.parametrize(
    ("demo", "address", "level"),
    [
        (True, "http://localhost:8000", Level.WARN),
        (False, "http://lms.example.org", Level.FAIL),
        (False, "https://lms.example.org", Level.OK),
    ],
)
def test_address_on_certificates(settings, demo, address, level):
    settings.DEMO, settings.SITE_URL = demo, address

    assert levels(papers.address) == [level]


def test_installation_without_a_seal_fails_and_one_that_wants_none_is_warned(keys, settings):
    missing = levels(papers.seal)
    settings.SEAL = ""

    assert (missing, levels(papers.seal)) == ([Level.FAIL], [Level.WARN])


def test_seal_makes_itself_in_a_demo(keys, settings):
    settings.KEYS_MADE_ON_FIRST_USE = True

    assert levels(papers.seal) == [Level.OK]


@pytest.mark.parametrize(("days", "level"), [(0, Level.OK), (680, Level.WARN), (800, Level.FAIL)])
def test_seal_in_its_time(keys, days, level):
    signing.make_authority(keys, name="Centre", now=timezone.now() - timedelta(days=days))

    assert levels(papers.seal) == [level]


def test_seal_that_others_can_read_fails(keys):
    signing.make_authority(keys, name="Centre", now=timezone.now())
    (keys / signing.KEY).chmod(0o644)

    assert levels(papers.seal) == [Level.FAIL, Level.OK]


def test_seal_that_is_damaged_fails(keys):
    (keys / signing.KEY).write_bytes(b"-----BEGIN")

    assert levels(papers.seal) == [Level.FAIL]


def test_seal_of_a_demonstration_fails_where_people_rely_on_it(keys):
    signing.make_authority(keys, name=f"Centre {signing.FOR_TESTS}", now=timezone.now())

    assert levels(papers.seal) == [Level.OK, Level.FAIL]


class External:
    """A seal that lies elsewhere, and says who vouches for it and which certificates are its own."""

    def roots(self):
        return [b"root"]

    def leaves(self):
        return [b"leaf"]


class Nobodys(External):
    def roots(self):
        return []


class Everybodys(External):
    def leaves(self):
        return None


@pytest.mark.parametrize(
    ("seal", "found"),
    [("External", [Level.OK]), ("Nobodys", [Level.FAIL]), ("Everybodys", [Level.OK, Level.FAIL])],
)
def test_external_seal_names_its_authorities_and_its_own_certificates(keys, settings, seal, found):
    settings.SEAL = f"tests.test_doctor.{seal}"

    assert levels(papers.seal) == found


@pytest.mark.django_db
def test_signing_keys(keys, settings):
    assert levels(papers.signing_keys) == [Level.FAIL]
    key = domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    assert levels(papers.signing_keys) == [Level.OK]
    path = keys / key.private_ref
    path.chmod(0o640)
    assert levels(papers.signing_keys) == [Level.FAIL, Level.OK]
    path.unlink()
    assert levels(papers.signing_keys) == [Level.FAIL]


@pytest.mark.django_db
def test_key_of_a_demonstration_fails_where_people_rely_on_it(keys, settings):
    settings.DEMO = True
    domain.rotate(KeyPurpose.CREDENTIAL, actor=None, now=timezone.now())
    settings.DEMO = False

    assert levels(papers.signing_keys) == [Level.FAIL]
