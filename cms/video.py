"""Which sites' films may be shown, and at which address of theirs that sets no cookie before play."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PROVIDERS = (
    (
        "YouTube",
        re.compile(
            r"https://(?:(?:www|m)\.youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/)|youtu\.be/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0",
    ),
    (
        "Vimeo",
        re.compile(r"https://(?:www\.)?vimeo\.com/(\d{6,12})(?!\d)"),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
)


class Film(NamedTuple):
    provider: str
    page: str
    player: str


def film(address: str) -> Film | None:
    """Where a film is found and played, or None when its site is not on the list."""
    for provider, pattern, player in PROVIDERS:
        found = pattern.match(address or "")
        if found:
            return Film(provider, address, player.format(found[1]))
    return None


def known(address: str) -> None:
    """Refuses (ValidationError) an address that is no video of a site on the list."""
    if film(address) is None:
        raise ValidationError(_("Give the address of a video on YouTube or Vimeo."), code="unknown_video")
