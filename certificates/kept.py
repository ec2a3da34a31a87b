"""Signed lists that many ask for: each is made once and handed out for a while, but never longer than its key is trusted."""

from collections.abc import Callable

from django.core.cache import cache, caches
from django.db import transaction

from certificates.models import StatusList

# Seconds.
OFFLINE_LASTS, STATUS_LASTS = 300, 60
OFFLINE = "offline-list"


def offline_list(make: Callable[[], bytes]) -> bytes:
    """Raises what `make` raises."""
    found = cache.get(OFFLINE)
    if found is None:
        found = make()
        cache.set(OFFLINE, found, OFFLINE_LASTS)
    return found


def status_list(status_list: StatusList, make: Callable[[], dict]) -> dict:
    """Raises what `make` raises."""
    key = _status(status_list.n)
    found = caches["pages"].get(key)
    if found is None:
        found = make()
        caches["pages"].set(key, found, STATUS_LASTS)
    return found


def forget_when_done() -> None:
    """All lists are made anew, once what is written now is there for everybody. A cache that is away stops nothing."""
    transaction.on_commit(_forget, robust=True)


def _forget() -> None:
    caches["pages"].delete_many([_status(n) for n in StatusList.objects.values_list("n", flat=True)])
    cache.delete(OFFLINE)


def _status(n: int) -> str:
    return f"status-list:{n}"
