"""`make test`: the whole suite on SQLite, and on PostgreSQL when one answers. Says which ran.

The migrations run once for each kind of database: what the tests need of them are copies (tests/migrated.py).
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg

from tests import migrated

POSTGRES = os.environ.get("LMS_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES.replace("postgres://", "postgresql://"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def suite(name: str, url: str, *arguments: str) -> bool:
    print(f"\n=== The suite on {name}", flush=True)
    began = time.monotonic()
    environment = os.environ | {"LMS_DATABASE_URL": url, "LMS_TEST_POSTGRES": POSTGRES}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    ok = subprocess.run([*command, *arguments], env=environment, check=False).returncode == 0
    print(f"=== {name}: {'passed' if ok else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return ok


def main() -> int:
    results = {}
    with ExitStack() as stack:
        urls = [stack.enter_context(migrated.sqlite())]
        if with_postgres := postgres_answers():
            urls.append(stack.enter_context(migrated.postgres(POSTGRES)))
        with ThreadPoolExecutor() as pool:
            list(pool.map(migrated.migrate, urls))
        results["SQLite"] = suite("SQLite", "sqlite:///unused.sqlite3")
        if with_postgres:
            # What starts databases of its own ran above, on both; a script in a browser sees no database.
            once = [f"--ignore={folder}" for folder in ("tests/faults", "tests/checks", "tests/e2e")]
            once += ["-m", "not browser", "--database-only"]
            results["PostgreSQL"] = suite("PostgreSQL", POSTGRES, *once)
        else:
            print(f"\n=== No PostgreSQL at {POSTGRES}: its half of the suite did not run.")
    print("\n" + ", ".join(f"{name}: {'passed' if ok else 'FAILED'}" for name, ok in results.items()))
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
