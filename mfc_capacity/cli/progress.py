"""The progress bar of long work: on standard error, after a second, and gone when the work is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 1.0  # before a bar is worth its lines

Advance = Callable[[str, int, int], None]


@contextmanager
def progress() -> Iterator[Advance]:
    """Give a function that shows, of the work of a name, how much is done and how much there is to do.

    It shows nothing where standard error is no terminal, or the work is done sooner than anybody wonders.
    """
    if not sys.stderr.isatty():
        yield lambda _name, _done, _planned: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, TaskID

    from mfc_capacity.files.text import visible

    bar = Progress(console=Console(stderr=True), transient=True)
    begun_s = time.monotonic()
    tasks: dict[str, TaskID] = {}

    def advance(name: str, done: int, planned: int) -> None:
        if not tasks and time.monotonic() - begun_s < PATIENCE_S:
            return
        if name not in tasks:
            tasks[name] = bar.add_task(escape(visible(name)))
            bar.start()
        bar.update(tasks[name], completed=done, total=planned)

    try:
        yield advance
    finally:
        bar.stop()
