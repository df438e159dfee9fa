"""Work in threads that is ended by an event: compiled code hears of it when it looks up."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Event, Thread
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_threads(
    work: Callable[[Task], Result], tasks: Sequence[Task], workers: int, stop: Event
) -> list[Result]:
    """Return what is made of each task, in order, by up to so many threads; each takes the next that none has begun.

    After a failure `stop` is set, and threads that still work are waited for; after an interrupt they are not, and end
    with the process at the latest.

    >>> in_threads(len, ["a", "", "abc"], 2, Event())
    [1, 0, 3]
    """
    futures: list[Future[Result]] = [Future() for _ in tasks]
    left = iter(list(zip(futures, tasks, strict=True)))

    def run() -> None:
        for future, task in left:
            if stop.is_set():
                return
            try:
                future.set_result(work(task))
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
