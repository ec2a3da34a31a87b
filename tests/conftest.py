"""Ground for all tests. The browser's synchronous driver keeps an event loop running, hence the first lines."""

import os
import shutil

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation.reloader import translation_file_changed
from wagtail.models import Site
from xdist.scheduler import LoadFileScheduling

from lms.translations import compile_catalogues
from tests import migrated
from tests.recorded import Recorded

# Every test that needs a clock uses this moment: 23 November 2026, 10:00 in Baku.
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WAITING = ("tests/e2e/", "tests/faults/", "tests/cms/test_leaks.py")
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _no_kept_pages():
    """Pages that are kept, whole or as shells, belong to the test that showed them: all have the token of one recorded site."""
    from cms.fast import Shells
    from cms.freshness import Known, Latest
    from cms.middleware import Shelf

    caches["pages"].clear()
    Shelf.pages.clear()
    Shells.kept.clear()
    Known.rows.clear()
    Latest.forget()


@pytest.fixture
def site(db):
    """Languages, first pages, groups and the review. The home page of each language by its code."""
    from cms.models import HomePage

    SITE.play()
    # What is remembered of the one that a test before had.
    Site.clear_site_root_paths_cache()
    return {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}


def made_site() -> None:
    from cms.seed import seed_site

    seed_site()


SITE = Recorded(made_site)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """On SQLite the copy is put where Django would make the database."""
    if connection.vendor == "sqlite" and (made := migrated.sqlite_file()):
        shutil.copy(made, connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    return django_db_keepdb or (connection.vendor == "sqlite" and bool(migrated.sqlite_file()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory) -> Path | None:
    """The database, and a copy of it as the migrations left it for programs that need one of their own (SQLite only)."""
    if connection.vendor != "sqlite":
        return None
    copy = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return copy


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests: the synchronous driver starts once in a process."""
    from playwright.sync_api import sync_playwright

    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        yield browser
        browser.close()


def append_only_triggers() -> list[tuple[str, str]]:
    """Name and SQL of the triggers that `lms.triggers` made on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%is append-only%'")
        return cursor.fetchall()


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers():
    """After a test with real commits Django empties every table, on SQLite by DELETE, which append-only tables refuse."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case):
        triggers = append_only_triggers() if connection.vendor == "sqlite" else []
        with connection.cursor() as cursor:
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(case)
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out the tests that use no database")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log) if config.option.dist == "loadfile" else None


class ByFile(LoadFileScheduling):
    """One process runs the tests of a file, and one all that walk through the demo: it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/e2e" if nodeid.startswith("tests/e2e/") else super()._split_scope(nodeid)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """What waits for processes and browsers comes first: the last minutes then have small files for all processors.

    The second database says nothing new about tests that use none.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))
    if config.getoption("--database-only"):
        using, idle = [], []
        for item in items:
            (using if uses_database(item) else idle).append(item)
        config.hook.pytest_deselected(items=idle)
        items[:] = using


def uses_database(item) -> bool:
    of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return (
        of_django or bool(item.get_closest_marker("django_db")) or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything is installed (`LMS_NO_SKIPS=1`), a skipped test is a failed one: it proves nothing."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("LMS_NO_SKIPS") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"


def pytest_configure(config):
    """The catalogues the tests read are the ones of this checkout, also where Django has read the old ones while it started."""
    if compile_catalogues():
        translation_file_changed(None, Path("django.mo"))


@pytest.fixture
def client():
    """A browser. Whoever is logged in by force has come the whole way in, second factor included."""
    from tests.factories.people import Browser

    return Browser()
