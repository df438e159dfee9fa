"""Processes that share work end with it: after an interrupt or a failure none goes on, and none says anything."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children


@contextmanager
def ended_on_failure() -> Iterator[None]:
    """End the processes that were started within as soon as anything fails: nobody asks any more for what they do."""
    before = set(active_children())
    try:
        yield
    except BaseException:
        for other in set(active_children()) - before:
            other.kill()
        raise


@contextmanager
def started_whole() -> Iterator[None]:
    """Let processes be started without an interrupt between, which comes afterwards; where the system can hold it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Leave interrupts to the process that started this one, which ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
