"""What a worker does, without its pauses: for programs that want all promised work done before they go on."""

from datetime import timedelta

from django.utils import timezone

from lms.jobs.running import release_expired, run, waiting


def work_off(worker: str) -> None:
    """Runs jobs until none waits that another has not taken."""
    while any(run(job, worker=worker) for job in waiting(timezone.now()).values_list("pk", flat=True)[:10]):
        pass


def work_off_what_is_left(worker: str) -> None:
    """The same an hour after whoever worked before has died: what was theirs goes to this worker."""
    release_expired(timezone.now() + timedelta(hours=1))
    work_off(worker)
