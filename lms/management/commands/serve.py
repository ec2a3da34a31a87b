import socket
import sys
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lms import terminal
from lms.checks import LMS
from lms.supervisor import Child, hold_signals, supervise


class Command(BaseCommand):
    help = "Run the website and its background work together. Ctrl-C stops both."
    requires_system_checks = (LMS,)

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
        parser.add_argument("--demo", action="store_true", help="print the demo's accounts as well")

    def handle(self, *args, host, port, demo, **options):
        hold_signals()
        listener = listening(host, port)
        port = listener.getsockname()[1]
        # The socket stays open here: while the web server restarts, visitors wait instead of being turned away.
        announcer = threading.Thread(target=self.announce, args=(host, port), kwargs={"demo": demo}, daemon=True)
        announcer.start()
        supervise([web(listener.fileno()), worker()])

    def announce(self, host: str, port: int, *, demo: bool) -> None:
        """Once the first answer is there."""
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - only compared
        wait_for_answer(host, port)
        with translation.override(terminal.language()):
            self.stdout.write(
                _("Open http://%(host)s:%(port)s/ in a browser. Ctrl-C stops it.") % {"host": shown, "port": port}
            )
            if demo:
                self.stdout.write(render_to_string("demo/accounts.txt", {"SITE_URL": f"http://{shown}:{port}"}))
            self.stdout.flush()


def listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        with translation.override(terminal.language()):
            sentence = _("Port %(port)s cannot be used: %(why)s. Stop what uses it, or choose another with --port.")
            raise CommandError(sentence % {"port": port, "why": error.strerror}) from None


def wait_for_answer(host: str, port: int) -> None:
    """The listening socket holds the request until the web server takes it."""
    local = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - only compared
    # Under the site's own name: another host is refused, and the refusal would stand in the log at each start.
    request = urllib.request.Request(
        f"http://{local}:{port}/healthz", headers={"Host": urlsplit(settings.SITE_URL).netloc}
    )
    # An HTTP error is an answer all the same.
    with suppress(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=120).close()  # noqa: S310 - the address is made above


def web(fd: int) -> Child:
    command = [sys.executable, "-m", "gunicorn", "--config", "python:lms.gunicorn_conf", "--bind", f"fd://{fd}"]
    return Child("web", command, cwd=settings.BASE_DIR, pass_fds=(fd,))


def worker() -> Child:
    return Child("worker", [sys.executable, "manage.py", "worker"], cwd=settings.BASE_DIR)
