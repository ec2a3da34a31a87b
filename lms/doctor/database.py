"""Does the database keep what it promised, and refuse what two people do at once?"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.health import unapplied_migrations

from .findings import Finding, fail, ok, warn

# Leases, deadlines and codes are compared across machines: seconds of difference.
CLOCK_WARN = 2
CLOCK_FAIL = 30
# synchronous=FULL as SQLite numbers it; more is EXTRA.
SQLITE_FULL = 2


def value(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def answers() -> Iterator[Finding]:
    try:
        value("SELECT 1")
    except DatabaseError as error:
        sentence = _("The database does not answer (%(error)s).") % {"error": type(error).__name__}
        yield fail(sentence, _("Start it, and check LMS_DATABASE_URL."))
    else:
        yield ok(_("The database answers (%(vendor)s).") % {"vendor": connection.display_name})


def mode() -> Iterator[Finding]:
    yield from sqlite_mode() if connection.vendor == "sqlite" else postgresql_mode()


def sqlite_mode() -> Iterator[Finding]:
    mend = _("Take the database options from lms/settings/base.py.")
    if value("PRAGMA journal_mode") != "wal":
        yield fail(_("Readers and writers block each other (SQLite is not in WAL mode)."), mend)
    if int(value("PRAGMA synchronous")) < SQLITE_FULL:
        yield fail(_("A power cut may lose what was saved (SQLite's synchronous is below FULL)."), mend)
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield fail(_("Two people saving at once get errors (SQLite transactions are not IMMEDIATE)."), mend)
    else:
        yield ok(_("SQLite lets writers queue (IMMEDIATE)."))


def postgresql_mode() -> Iterator[Finding]:
    isolation = value("SHOW transaction_isolation")
    if isolation == "read committed":
        yield ok(_("PostgreSQL reads what is committed (READ COMMITTED)."))
    else:
        sentence = _("Seats could be given out twice: the isolation level is %(level)s.") % {"level": isolation}
        yield fail(sentence, _("Set default_transaction_isolation to 'read committed'."))
    if value("SHOW synchronous_commit") == "off" or value("SHOW fsync") == "off":
        sentence = _("A power cut may lose what was saved (fsync or synchronous_commit is off).")
        yield fail(sentence, _("Turn both on in postgresql.conf."))
    if value("SHOW server_encoding") != "UTF8":
        yield fail(
            _("The database cannot store every name (its encoding is not UTF8)."), _("Create it with ENCODING 'UTF8'.")
        )


def migrations() -> Iterator[Finding]:
    waiting = len(unapplied_migrations())
    if waiting:
        sentence = _("The database is older than the code (%(count)s changes wait).") % {"count": waiting}
        yield fail(sentence, _("Run: python manage.py migrate"))
    else:
        yield ok(_("The database fits the code."))


def clock() -> Iterator[Finding]:
    seconds = abs((timezone.now() - database_time()).total_seconds())
    sentence = _("The clocks of this machine and of the database differ by %(seconds)s seconds.")
    mend = _("Let both follow a time server (chrony, systemd-timesyncd).")
    if seconds > CLOCK_FAIL:
        yield fail(sentence % {"seconds": round(seconds)}, mend)
    elif seconds > CLOCK_WARN:
        yield warn(sentence % {"seconds": round(seconds)}, mend)
    else:
        yield ok(_("The clocks agree."))


def database_time() -> datetime:
    if connection.vendor == "sqlite":
        return datetime.fromisoformat(value("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).replace(tzinfo=UTC)
    return datetime.fromtimestamp(float(value("SELECT extract(epoch FROM clock_timestamp())")), tz=UTC)
