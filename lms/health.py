"""For load balancers and monitors: does the process answer, and can it do its work?"""

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated = False


@require_safe
@never_cache
def healthz(request):
    """The process answers. Asks nobody else, so that a database at rest does not get web processes killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """503 while pages cannot be served; which part does not work; why is said by `manage.py doctor`, not to strangers."""
    parts = {name: works(check) for name, check in CHECKS.items()}
    # Without Redis lessons are read and answers saved: no reason to take every web server out at once.
    needed = {name: well for name, well in parts.items() if name != "cache" or not getattr(cache, "may_be_away", False)}
    status = 200 if all(needed.values()) else 503
    return JsonResponse({name: "ok" if well else "failing" for name, well in parts.items()}, status=status)


def works(check) -> bool:
    try:
        return bool(check())
    except Exception:  # whatever it is, this part does not work
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    """Remembered once true: applied migrations stay applied while this process lives."""
    global _migrated  # noqa: PLW0603 - one memory for the process
    _migrated = _migrated or not unapplied_migrations()
    return _migrated


def unapplied_migrations() -> list:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_keeps() -> bool:
    cache.add("readyz", "1", 10)  # it complains where `set` may not
    return cache.get("readyz") == "1"


CHECKS = {"database": database_answers, "migrations": migrations_are_applied, "cache": cache_keeps}
