"""Work in threads that nobody waits for once any of it fails: compiled code hears of nothing until it looks up."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_threads(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> list[Result]:
    """Return what is made of each task, in order, by up to so many threads; each takes the next that none has begun.

    After a failure, or an interrupt, threads that still work end with their task, and with the process at the latest.

    >>> in_threads(len, ["a", "", "abc"], 2)
    [1, 0, 3]
    """
    futures: list[Future[Result]] = [Future() for _ in tasks]
    left = iter(list(zip(futures, tasks, strict=True)))

    def run() -> None:
        for future, task in left:
            try:
                future.set_result(work(task))
            except BaseException as error:  # noqa: BLE001  it is the future's to raise
                future.set_exception(error)

    for _ in range(min(workers, len(tasks))):
        Thread(target=run, daemon=True).start()
    return [future.result() for future in futures]
