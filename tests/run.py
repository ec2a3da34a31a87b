"""`make test`: the whole suite on SQLite, and on PostgreSQL when one answers. Says which ran."""

import os
import subprocess
import sys
import time

import psycopg

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
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *arguments]
    ok = subprocess.run(command, env=environment, check=False).returncode == 0
    print(f"=== {name}: {'passed' if ok else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return ok


def main() -> int:
    results = {"SQLite": suite("SQLite", "sqlite:///unused.sqlite3")}
    if postgres_answers():
        # What starts databases of its own ran above, on both.
        once = ("tests/faults", "tests/checks", "tests/e2e")
        results["PostgreSQL"] = suite("PostgreSQL", POSTGRES, *(f"--ignore={folder}" for folder in once))
    else:
        print(f"\n=== No PostgreSQL at {POSTGRES}: its half of the suite did not run.")
    print("\n" + ", ".join(f"{name}: {'passed' if ok else 'FAILED'}" for name, ok in results.items()))
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
