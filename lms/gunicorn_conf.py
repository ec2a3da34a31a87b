"""Settings of the web server that `manage.py serve` starts. Behind nginx, operators may use their own."""

import os

from lms.children import die_with, die_with_supervisor

die_with_supervisor()

wsgi_app = "lms.wsgi:application"
worker_class = "sync"
workers = int(os.environ.get("LMS_WEB_WORKERS", "2"))
# Load once, then fork: a quick start and shared memory.
preload_app = True
timeout = 60
graceful_timeout = 8
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 - a heartbeat file, not data
loglevel = "warning"


def post_fork(server, worker):
    die_with(server.pid)
