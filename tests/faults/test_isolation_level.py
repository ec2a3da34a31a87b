"""Whatever the server was told, our transactions see what others have committed meanwhile."""

import pytest

from tests.faults.databases import postgres_database
from tests.faults.processes import Processes

LEVEL = """
import django; django.setup()
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SHOW transaction_isolation")
    print(cursor.fetchone()[0])
"""


@pytest.mark.postgres
def test_transactions_begin_at_read_committed(tmp_path):
    with postgres_database(tmp_path) as url:
        program = Processes(
            tmp_path,
            DJANGO_SETTINGS_MODULE="tests.faults.site.settings",
            LMS_DATABASE_URL=url,
            PGOPTIONS=r"-c default_transaction_isolation=repeatable\ read",
        )
        level = program.run("-c", LEVEL)
        program.kill_all()

    assert level == "read committed\n"
