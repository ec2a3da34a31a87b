import os
import signal

from django.core.management.base import BaseCommand

from lms.checks import LMS
from lms.children import die_with_supervisor
from lms.jobs.running import revive
from lms.jobs.worker import Worker

ASKED = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    help = "Run background work from the rows of the database. Needs no broker. Stops on SIGTERM or Ctrl-C."
    requires_system_checks = (LMS,)

    def add_arguments(self, parser):
        parser.add_argument("--threads", type=int, default=2, help="jobs at the same time (2)")
        parser.add_argument("--revive", action="store_true", help="first give the given-up jobs a fresh start")

    def handle(self, *args, threads, **options):
        die_with_supervisor()
        if options["revive"]:
            self.stdout.write(f"{revive()} jobs get a fresh start.")
        # Waited for instead of caught: a handler could interrupt the worker anywhere.
        signal.pthread_sigmask(signal.SIG_BLOCK, ASKED)
        Worker(threads=threads).work(asked_to_stop)
        # Threads that are still busy have given their jobs back; nothing here is worth waiting for.
        self.stdout.flush()
        os._exit(0)


def asked_to_stop(seconds: float) -> bool:
    """Wait so long; True as soon as somebody asks this process to stop."""
    return signal.sigtimedwait(ASKED, seconds) is not None
