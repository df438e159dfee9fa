"""Work that several processes share, this one among them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")
Task = tuple[Any, ...]  # the arguments of one piece of work

MOST_PROCESSES = 61  # Windows waits for no more

_worker: dict[str, Any] = {}


def cores() -> int:
    """Return how many processors this process may use."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(here, MOST_PROCESSES)


def shared(work: Callable[..., Result], tasks: Sequence[Task], workers: int) -> list[Result]:
    """Return what `work` makes of each task; every process takes the next one that none has begun.

    Where no other process can be had, or one is lost, this one does what is left.
    """
    others = min(workers, len(tasks)) - 1
    done = _done_together(work, tasks, others) if others > 0 else {}
    return [done[k] if k in done else work(*task) for k, task in enumerate(tasks)]


def _done_together(work: Callable[..., Result], tasks: Sequence[Task], others: int) -> dict[int, Result]:
    context = get_context("spawn")
    try:
        begun = context.Value("q", 0)
    except (OSError, ImportError):  # no shared memory, or no semaphores
        return {}
    done: dict[int, Result] = {}
    with ProcessPoolExecutor(others, context, initializer=_begin, initargs=(begun,)) as pool:
        shares: list[Future[dict[int, Result]]] = []
        with suppress(BrokenProcessPool, OSError):
            shares.extend(pool.submit(_share_in_worker, work, tasks) for _ in range(others))
        done |= _share(work, tasks, begun)
        for share in shares:
            with suppress(BrokenProcessPool):
                done |= share.result()
    return done


def _begin(begun: Any) -> None:
    _worker["begun"] = begun


def _share_in_worker(work: Callable[..., Result], tasks: Sequence[Task]) -> dict[int, Result]:
    return _share(work, tasks, _worker["begun"])


def _share(work: Callable[..., Result], tasks: Sequence[Task], begun: Any) -> dict[int, Result]:
    """Do tasks until all have been begun; after a failure none is."""
    done = {}
    try:
        while (k := _next(begun)) < len(tasks):
            done[k] = work(*tasks[k])
    except BaseException:
        begun.value = len(tasks)
        raise
    return done


def _next(begun: Any) -> int:
    with begun.get_lock():
        begun.value += 1
        return int(begun.value) - 1
