"""How old a kept page may be, and what makes it old.

A random token stands in one row and changes in the transaction that changes what visitors may see; kept pages carry it
in their key. Pages are asked for far more often than published, so nobody asks the row: the token travels by the shared
cache, and each process looks there once a second. After a publish every process shows the new page within that second;
should the message be lost (cache emptied, process killed after its commit), within the five for which the cache keeps a token.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.cache import caches
from django.db import transaction

from cms.models.version import ContentVersion

T = TypeVar("T")
TOKEN_KEY = "content-version"  # noqa: S105 - the name under which it is kept
KEPT_IN_CACHE = 5
KEPT_IN_PROCESS = 1


class Latest:
    """What this process last heard."""

    token = ""
    until = 0.0

    @classmethod
    def heard(cls, token: str) -> str:
        cls.token, cls.until = token, time.monotonic() + KEPT_IN_PROCESS
        return token

    @classmethod
    def forget(cls) -> None:
        cls.token, cls.until = "", 0.0


class Known:
    """What this process has read of published content, the oldest first."""

    most = 2000
    rows: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()


def kept(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` finds, asked once for as long as nothing is published.

    Only for what follows from published content alone, the same for every reader. Nobody may change what is returned.
    """
    token = current_token()
    under, found = Known.rows.get(key, ("", None))
    if under != token:
        found = read()
        Known.rows[key] = token, found
        while len(Known.rows) > Known.most:
            Known.rows.popitem(last=False)
    return found


def bump() -> None:
    """Makes every kept page old, in the transaction that changes what they show."""
    token = uuid.uuid4()
    ContentVersion.objects.update_or_create(pk=1, defaults={"token": token})
    transaction.on_commit(lambda: announce(token.hex))


def announce(token: str) -> None:
    caches["pages"].set(TOKEN_KEY, token, KEPT_IN_CACHE)
    Latest.heard(token)


def current_token() -> str:
    """The token of now, as above. Ask for it before looking at any content, never after."""
    if time.monotonic() < Latest.until:
        return Latest.token
    return Latest.heard(caches["pages"].get(TOKEN_KEY) or told_by_the_row())


def told_by_the_row() -> str:
    """Passes the row's token on. `add` and not `set`: who was slow between reading and telling never covers a newer one."""
    token = read_token()
    caches["pages"].add(TOKEN_KEY, token, KEPT_IN_CACHE)
    return token


def read_token() -> str:
    version, _made = ContentVersion.objects.get_or_create(pk=1)
    return version.token.hex
