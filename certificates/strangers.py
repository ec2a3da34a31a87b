"""Who asks without signing in, and how often in vain: one address is asked to wait, all others are served."""

from django.conf import settings
from django.core.cache import cache

# What led to nothing from one address before it is asked to wait, and for how many seconds. What leads to a certificate is
# answered always: it cannot be guessed.
MISSES = 30
WINDOW = 600


def client_address(request) -> str:
    """Who asks: the address before as many proxies as we trust; what a client writes itself is not looked at."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if trusted else []
    return forwarded[-trusted].strip() if 0 < trusted <= len(forwarded) else request.META.get("REMOTE_ADDR", "")


def may_ask(address: str) -> bool:
    return cache.get(_key(address), 0) < MISSES


def note_miss(address: str) -> None:
    key = _key(address)
    if not cache.add(key, 1, WINDOW):
        try:
            cache.incr(key)
        except ValueError:
            cache.set(key, 1, WINDOW)


def _key(address: str) -> str:
    return f"verify-misses:{address}"
