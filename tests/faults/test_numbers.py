"""Numbers of certificates while clerks die: no gap, no double, nobody left out."""

import pytest

from tests.faults.databases import MAKERS, rows
from tests.faults.processes import Processes, wait_until

pytestmark = pytest.mark.race
PEOPLE = 120
CLERKS = 8


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    with MAKERS[request.param](tmp_path) as found:
        yield found


@pytest.fixture
def site(tmp_path, url):
    processes = Processes(
        tmp_path,
        DJANGO_SETTINGS_MODULE="lms.settings.dev",
        LMS_DATABASE_URL=url,
        LMS_JOBS_LEASE="1.5",
        LMS_BROKER_URL="",
        LMS_REDIS_URL="",
    )
    processes.run("manage.py", "migrate", "-v0")
    processes.run("-m", "tests.faults.issuing", "due", str(PEOPLE))
    yield processes
    processes.kill_all()


def issued(url: str) -> list[int]:
    return [n for (n,) in rows(url, "SELECT n FROM certificates_certificate ORDER BY n")]


def holders(url: str) -> int:
    return rows(url, "SELECT count(DISTINCT enrolment_id) FROM certificates_certificate")[0][0]


def test_numbers_have_no_gap_and_no_double_while_clerks_are_killed(site, url):
    clerks = [site.start("-m", "tests.faults.issuing", "issue", str(seed)) for seed in range(CLERKS)]
    for victim in range(CLERKS - 2):
        reached = 8 + 12 * victim
        wait_until(lambda reached=reached: len(issued(url)) >= reached, timeout=60)
        clerks[victim].kill()
        clerks.append(site.start("-m", "tests.faults.issuing", "issue", str(100 + victim)))
    survivors = clerks[CLERKS - 2 :]
    assert [clerk.wait(timeout=120) for clerk in survivors] == [0] * len(survivors)
    assert issued(url) == list(range(1, PEOPLE + 1))
    assert holders(url) == PEOPLE
    assert rows(url, "SELECT last FROM certificates_series") == [(PEOPLE,)]


def test_batch_whose_worker_is_killed_is_completed_by_the_next(site, url):
    site.run("-m", "tests.faults.issuing", "ask")
    first = site.start("manage.py", "worker")
    wait_until(lambda: len(issued(url)) >= 20, timeout=60)
    first.kill()
    first.wait()
    assert rows(url, "SELECT state FROM certificates_issuebatch") == [("running",)]
    site.start("manage.py", "worker")
    wait_until(lambda: rows(url, "SELECT state FROM certificates_issuebatch") == [("done",)], timeout=60)
    assert issued(url) == list(range(1, PEOPLE + 1))
    assert holders(url) == PEOPLE
    files = rows(url, "SELECT count(*), count(DISTINCT certificate_id) FROM certificates_certificatefile")
    assert files == [(PEOPLE, PEOPLE)]
    assert site.run("manage.py", "audit").strip() == "Every invariant holds."
