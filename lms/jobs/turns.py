"""Many pieces of work in one job."""

from collections.abc import Callable, Iterable


def each_in_turn(work: Iterable[Callable[[], object]]) -> int:
    """Does all of it, also where some fails: one row that nobody foresaw must not keep the others waiting.

    Says how many were done; raises the first failure once everything was tried.
    """
    done, failed = 0, []
    for do in work:
        try:
            do()
        except Exception as error:
            failed.append(error)
        else:
            done += 1
    if failed:
        raise failed[0]
    return done
