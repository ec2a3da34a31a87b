"""The page for what broke: "wait a moment" when something beside us is away, otherwise "our mistake"."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error


class Away(Exception):
    """The shared cache does not answer, and this cannot be done without it."""


# A database that is away, busy for too long or without room, and the shared cache.
PASSING = (OperationalError, InterfaceError, Away)
SECONDS = 30


def failed(request):
    """Django calls it while it handles the exception."""
    if not isinstance(sys.exception(), PASSING):
        return server_error(request)
    page = render_to_string("503.html", request=None)
    return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS), "Cache-Control": "no-store"})
