"""Work that several processes share, this one among them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")

_worker: dict[str, Any] = {}


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared(work: Callable[..., Result], tasks: Sequence[tuple[Any, ...]], workers: int) -> list[Result]:
    """Return what `work` makes of each task's arguments; every process takes the next task that none has begun."""
    others = min(workers, len(tasks)) - 1
    if others < 1:
        return [work(*task) for task in tasks]
    context = get_context("spawn")
    begun = context.Value("q", 0)
    with ProcessPoolExecutor(others, context, initializer=_begin, initargs=(begun,)) as pool:
        shares = [pool.submit(_share_in_worker, work, tasks) for _ in range(others)]
        try:
            done = _share(work, tasks, begun)
        finally:
            begun.value = len(tasks)
        for share in shares:
            done |= share.result()
    return [done[k] for k in range(len(tasks))]


def _begin(begun: Any) -> None:
    _worker["begun"] = begun


def _share_in_worker(work: Callable[..., Result], tasks: Sequence[tuple[Any, ...]]) -> dict[int, Result]:
    return _share(work, tasks, _worker["begun"])


def _share(work: Callable[..., Result], tasks: Sequence[tuple[Any, ...]], begun: Any) -> dict[int, Result]:
    done = {}
    while (k := _next(begun)) < len(tasks):
        done[k] = work(*tasks[k])
    return done


def _next(begun: Any) -> int:
    with begun.get_lock():
        begun.value += 1
        return int(begun.value) - 1
