"""Settings with which this system would break its promises: it says so at start, with Django's system checks."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

SQLITE = "django.db.backends.sqlite3"
READ_COMMITTED = "read committed"
# `serve` and `worker` run the checks of this tag before anything else.
LMS = "lms"


@register(Tags.database)
def database_servers(app_configs, databases=None, **kwargs):
    """Asks the databases themselves, where checks may: at `migrate`."""
    return [error for alias in databases or () for error in of_server(connections[alias])]


@register(LMS)
def database_settings(app_configs, **kwargs):
    return [error for entry in settings.DATABASES.values() for error in of_settings(entry)]


def of_settings(entry: dict) -> list[Error]:
    errors = []
    if entry.get("ATOMIC_REQUESTS"):
        hint = "Leave ATOMIC_REQUESTS off: on SQLite every page view would queue as a writer."
        errors.append(Error("Every request is one transaction.", hint=hint, id="lms.E001"))
    if entry["ENGINE"] == SQLITE and entry.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        hint = "Set OPTIONS['transaction_mode'] to 'IMMEDIATE', as lms.settings.base does."
        errors.append(Error("SQLite transactions do not begin IMMEDIATE.", hint=hint, id="lms.E002"))
    return errors


def of_server(connection) -> list[Error]:
    """Conditional updates look at the newest row only at READ COMMITTED; above it they fail or see an old one."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        level = cursor.fetchone()[0]
    if level == READ_COMMITTED:
        return []
    hint = "Set default_transaction_isolation to 'read committed' for this database, and no isolation_level in OPTIONS."
    return [Error(f"PostgreSQL works at {level.upper()}.", hint=hint, id="lms.E003")]


@register(LMS)
def periodic_work(app_configs, **kwargs):
    from lms.jobs.registry import handlers, schedule  # noqa: PLC0415 - filled when all apps are ready

    missing = sorted(set(schedule) - set(handlers))
    hint = "Decorate its function with @every or @register in the app's jobs.py."
    return [Error(f"Nobody handles the periodic job {name!r}.", hint=hint, id="lms.E004") for name in missing]
