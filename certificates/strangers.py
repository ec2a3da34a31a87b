"""Who asks without signing in, and how often in vain: one address is asked to wait, all others are served."""

import time
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache

# What led to nothing from one address before it is asked to wait, and for how many seconds. What leads to a certificate is
# answered always: it cannot be guessed.
MISSES = 30
WINDOW = 600
# Bits of an address of IPv6 that a provider gives to one household: the rest its owner chooses anew as often as she likes.
HOUSEHOLD = 64


def client_address(request) -> str:
    """Who asks: the address before as many proxies as we trust; what a client writes itself is not looked at."""
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if trusted else []
    return forwarded[-trusted].strip() if 0 < trusted <= len(forwarded) else request.META.get("REMOTE_ADDR", "")


def may_ask(address: str) -> bool:
    return cache.get(_key(address), 0) < MISSES


def note_miss(address: str) -> None:
    """Counted from the first one on for as long as the window lasts."""
    key, now = _key(address), time.time()
    if cache.add(key, 1, WINDOW):
        cache.set(f"{key}:until", now + WINDOW, WINDOW)
        return
    with suppress(ValueError):  # it is over just now
        cache.incr(key)
        # A cache in the database or in files forgets with each count how long it was to keep it.
        cache.touch(key, max(1, cache.get(f"{key}:until", now + WINDOW) - now))


def _key(address: str) -> str:
    return f"verify-misses:{_household(address)}"


def _household(address: str) -> str:
    """The address, or of IPv6 its network. What is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), HOUSEHOLD), strict=False))
