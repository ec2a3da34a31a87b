"""What a certificate looks like. A layout is a pure function of the snapshot: the same values give the same bytes."""

from collections.abc import Callable, Mapping

from certificates.layouts import course_completion

LAYOUTS: dict[str, Callable[[Mapping], bytes]] = {
    "course_completion": course_completion.draw,
}


def render(layout: str, snapshot: Mapping) -> bytes:
    """The PDF of a snapshot. Raises `lms.pdf.exceptions.CannotDraw` for a value that cannot be printed, KeyError for an unknown layout."""
    return LAYOUTS[layout](snapshot)
