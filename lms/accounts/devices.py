"""What a browser calls itself, in words that its owner knows."""

from django.utils.translation import gettext

# In this order: most browsers also claim to be those that stand below them.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "YaBrowser": "Yandex",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """Browser and system, such as `Chrome, Android`; in words where neither is known."""
    found = [next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("A device we do not know")
