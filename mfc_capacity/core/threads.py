"""Programs that are solved apart, in threads: HiGHS works outside of Python, and hears of an event when it looks up."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Event, Thread
from time import perf_counter
from typing import TypeVar

from mfc_capacity.core.integer_program import Effort

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_threads(
    work: Callable[[Task, Effort], Result], tasks: Sequence[Task], workers: int, effort: Effort
) -> list[Result]:
    """Return what is made of each task, in order, by up to so many threads; each takes the next that none has begun.

    The time of `effort` is for all tasks together: each has its share of what is left when it is begun. After a failure
    all work is told to stop, and threads that still work are waited for; after an interrupt they are not, and end with
    the process at the latest.

    >>> in_threads(lambda text, _effort: len(text), ["a", "", "abc"], 2, Effort())
    [1, 0, 3]
    """
    futures: list[Future[Result]] = [Future() for _ in tasks]
    to_do = iter(list(enumerate(zip(futures, tasks, strict=True))))
    stop, ends = Event(), perf_counter() + effort.time_limit_s

    def run() -> None:
        for begun, (future, task) in to_do:
            if stop.is_set():
                return
            share = min(1.0, workers / (len(tasks) - begun))
            own = replace(effort, time_limit_s=(ends - perf_counter()) * share, stop=stop)
            try:
                future.set_result(work(task, own))
            except BaseException as error:  # noqa: BLE001  it is the future's to raise
                future.set_exception(error)

    threads = [Thread(target=run, daemon=True) for _ in range(min(workers, len(tasks)))]
    for thread in threads:
        thread.start()
    try:
        return [future.result() for future in futures]
    except Exception:
        stop.set()
        for thread in threads:
            thread.join()
        raise
    finally:
        stop.set()
