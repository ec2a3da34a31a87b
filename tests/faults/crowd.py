"""Many processes that do the same thing at the same moment."""

import multiprocessing
from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import connections

from courses.models import Cohort
from tests.factories import courses, people

TOGETHER = multiprocessing.get_context("fork")


def count_on() -> None:
    """The factories go on counting where the last program on this database stopped."""
    first = 1 + 1000 * Cohort.objects.count()
    people.number, courses.number = count(first), count(first)


def at_once(processes: int, work: Callable[..., Any], *arguments) -> list:
    """What `work(n, barrier, *arguments)` returned in each process, or the name of what it raised.

    The program has set Django up and asked its database nothing: no connection is shared.
    """
    connections.close_all()
    barrier, results = TOGETHER.Barrier(processes), TOGETHER.Queue()
    children = [TOGETHER.Process(target=report, args=(n, barrier, results, work, arguments)) for n in range(processes)]
    for child in children:
        child.start()
    found = [results.get(timeout=120) for _ in children]
    for child in children:
        child.join()
    return [result for _n, result in sorted(found, key=lambda pair: pair[0])]


def report(n: int, barrier, results, work: Callable[..., Any], arguments: tuple) -> None:
    try:
        results.put((n, work(n, barrier, *arguments)))
    except Exception as error:
        barrier.abort()
        results.put((n, f"{type(error).__name__}: {error}"))
    finally:
        connections.close_all()
