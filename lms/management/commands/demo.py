"""`make demo`: the whole system on one machine with nothing to install. Again: keeps the data and starts in seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lms.accounts.models import User
from lms.translations import compile_catalogues


class Command(BaseCommand):
    help = "Prepares the demo below var/ and starts web and worker."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true")

    def handle(self, *, port, prepare_only, **options):
        if not settings.DEMO:
            raise CommandError("The demo does not run with production settings.")
        compile_catalogues()
        if pending():
            self.stdout.write("Making the database ...")
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        collect_changed()
        if not User.objects.exists():
            self.stdout.write("Loading courses, centres and people ...")
            call_command("load_demo")
        if not prepare_only:
            call_command("serve", port=port, demo=True)


def pending() -> bool:
    """Whether a migration waits."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_changed() -> None:
    """Collects the static files when one of ours, or a package, has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = hashlib.sha256()
    sources = (settings.BASE_DIR / "static").rglob("*")
    for path in (*sorted(sources), settings.BASE_DIR / "requirements" / "base.txt"):
        if path.is_file():
            state.update(f"{path}{path.stat().st_mtime_ns}".encode())
    if not stamp.exists() or stamp.read_text() != state.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state.hexdigest())
