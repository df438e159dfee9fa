"""Work that several processes share, this one among them, in the shape of `concurrent.futures`.

Whoever has work to share is handed an executor and calls its `map`; another executor can stand in for this one.
"""

import concurrent.futures  # its process pool is imported when it is first named
import multiprocessing
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from mfc_capacity.core.processes import ended_on_failure, ignore_interrupts, started_whole

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

MOST_PROCESSES = 61  # Windows waits for no more

WORTH_PROCESSES_S = 4.0

Watcher = Callable[[int, int], None]

_worker: dict[str, Any] = {}
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def cores() -> int:
    """Return how many processors this process may use."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(here, MOST_PROCESSES)


class Processes(Executor):
    """Up to so many processes: this one, and others that are started when there is work for them."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Do one piece of work, here and at once."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  it is the future's to raise
            future.set_exception(error)
        return future

    def map(
        self,
        fn: Callable[..., Result],
        *iterables: Iterable[Any],
        timeout: float | None = None,  # noqa: ARG002  part of the interface
        chunksize: int = 1,  # noqa: ARG002
    ) -> Iterator[Result]:
        """Yield what `fn` makes of each task, in order; every process takes the next one that none has begun.

        Where no other process can be had, or one is lost, this one does what is left.
        """
        tasks = list(zip(*iterables, strict=False))
        others = min(self.workers, len(tasks)) - 1
        results = _shared(fn, tasks, others) if others > 0 else (fn(*task) for task in tasks)
        return _watched(results, len(tasks))


def worth(executor: Executor, left_s: float) -> Executor:
    """Return who does work that takes one process so long: processes are not started for a few seconds of it."""
    return Processes() if isinstance(executor, Processes) and left_s <= WORTH_PROCESSES_S else executor


def in_turn(
    work: Callable[[Any], Result],
    tasks: Sequence[Any],
    executor: Executor,
    on_done: Callable[[int, int], None] = lambda _done, _planned: None,
) -> Iterator[Result]:
    """Yield what is made of each task, in order; processes of this machine take over once they are sure to save time.

    `on_done` is called with the number of tasks done and that of all.
    """
    begun, done = perf_counter(), 0
    for task in tasks if isinstance(executor, Processes) else ():
        yield work(task)
        done += 1
        on_done(done, len(tasks))
        left_s = (perf_counter() - begun) / done * (len(tasks) - done)
        if done > 1 and worth(executor, left_s) is executor:
            break
    for result in executor.map(work, tasks[done:]):
        yield result
        done += 1
        on_done(done, len(tasks))


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Let a function see how many pieces of the work that is shared within are done, and how many there are."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)


def _watched(results: Generator[Result, None, None], planned: int) -> Iterator[Result]:
    """Yield the results, and let who watches see each; what a piece itself shares is not seen."""
    watcher = _watcher.get()
    if watcher is None:
        yield from results
        return
    with closing(results):
        for done in range(planned):
            before = _watcher.set(None)
            try:
                result = next(results)
            finally:
                _watcher.reset(before)
            watcher(done + 1, planned)
            yield result


def _shared(
    fn: Callable[..., Result], tasks: Sequence[tuple[Any, ...]], others: int
) -> Generator[Result, None, None]:
    context = multiprocessing.get_context("spawn")
    try:
        begun = context.Value("q", 0)
    except (OSError, ImportError):  # no shared memory, or no semaphores
        yield from (fn(*task) for task in tasks)
        return
    shared = (begun, fn, tasks)
    with (
        concurrent.futures.ProcessPoolExecutor(others, context, initializer=_begin, initargs=shared) as pool,
        ended_on_failure(),
    ):
        futures: set[Future[tuple[int, Result] | None]] = set()
        with suppress(BrokenExecutor, OSError), started_whole():
            for _ in tasks:
                futures.add(pool.submit(_next_in_worker))
        yield from _in_order(partial(_next, begun, fn, tasks), fn, tasks, futures)


def _in_order(
    work_here: Callable[[], tuple[int, Result] | None],
    fn: Callable[..., Result],
    tasks: Sequence[tuple[Any, ...]],
    futures: set[Future[tuple[int, Result] | None]],
) -> Iterator[Result]:
    """Yield the results in order; this process works while any task has not been begun, then waits for the others."""
    done: dict[int, Result] = {}
    for k, task in enumerate(tasks):
        while k not in done:
            own = work_here()
            if own is not None:
                done[own[0]] = own[1]
            elif not futures:
                done[k] = fn(*task)  # whoever began it is lost
            finished, futures = wait(futures, None if own is None else 0, FIRST_COMPLETED)
            for future in finished:
                with suppress(BrokenExecutor):
                    other = future.result()
                    done |= {} if other is None else {other[0]: other[1]}
        yield done.pop(k)


def _begin(begun: Any, fn: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> None:
    ignore_interrupts()
    _worker.update(begun=begun, fn=fn, tasks=tasks)


def _next_in_worker() -> tuple[int, Any] | None:
    return _next(_worker["begun"], _worker["fn"], _worker["tasks"])


def _next(
    begun: Any, fn: Callable[..., Result], tasks: Sequence[tuple[Any, ...]]
) -> tuple[int, Result] | None:
    """Do the next task that has not been begun, and return its number and result; None if there is none."""
    with begun.get_lock():
        k = int(begun.value)
        begun.value = min(k + 1, len(tasks))
    return None if k >= len(tasks) else (k, fn(*tasks[k]))
