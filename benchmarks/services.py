"""The database and the cache of one run: its own, and gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import redis

POSTGRES = os.environ.get("LMS_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("LMS_REDIS_URL", "redis://127.0.0.1:6379/5")
NAME = "lms_bench"
# Any number will do, as long as every run takes the same.
LOCK = 7_341_052


class CannotMeasure(Exception):
    """Something that a measurement needs is not there; the sentence says what."""


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database. What a killed run left is replaced; of two runs at once the second is refused."""
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        raise CannotMeasure(f"PostgreSQL does not answer at {POSTGRES} (LMS_TEST_POSTGRES says where).") from error
    with server:
        if not server.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]:
            raise CannotMeasure("Another `make bench` is under way on this database server.")
        drop(server)
        server.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(POSTGRES)._replace(path=f"/{NAME}").geturl()
        finally:
            drop(server)


def drop(server: psycopg.Connection) -> None:
    server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@contextmanager
def cache() -> Iterator[str]:
    """The address of a Redis database, emptied afterwards if it was empty before; "" where none answers."""
    server = redis.Redis.from_url(REDIS, socket_connect_timeout=2)
    try:
        was_empty = server.dbsize() == 0
    except redis.RedisError:
        print(f"No Redis at {REDIS}: measured without.", flush=True)
        yield ""
        return
    try:
        yield REDIS
    finally:
        if was_empty:
            server.flushdb()
