import pytest

from tests import migrated
from tests.faults.databases import MAKERS
from tests.faults.processes import Processes

# Of a developer's machine; a worker that died is missed soon.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
    "LMS_JOBS_LEASE": "1.5",
    "LMS_BROKER_URL": "",
    "LMS_REDIS_URL": "",
}


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("sqlite", marks=pytest.mark.race),
        pytest.param("postgres", marks=[pytest.mark.race, pytest.mark.postgres]),
    ],
)
def shared_site(request, tmp_path_factory):
    """Programs on a migrated database that the tests of this session share: each makes rows of its own."""
    folder = tmp_path_factory.mktemp(request.param)
    template = {"sqlite": migrated.sqlite_file(), "postgres": migrated.postgres_name()}[request.param]
    with MAKERS[request.param](folder, template) as url:
        site = Processes(folder, **SETTINGS, LMS_DATABASE_URL=url)
        site.migrate(template)
        yield site
        site.kill_all()
