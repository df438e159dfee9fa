"""Where an answer goes: standard output, or a file that is written whole or not at all; and the progress until then."""

import math
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TextIO, TypeVar

import typer

from mfc_capacity.answers.columns import WARNINGS
from mfc_capacity.answers.records import Answer
from mfc_capacity.cli.options import Dialect, FormatName
from mfc_capacity.files.problems import InputError, Problem, reason_of, say, usage_error
from mfc_capacity.files.text import visible
from mfc_capacity.render import FORMATS, Options, View, format_of
from mfc_capacity.render.view import MOST_COLOURS
from mfc_capacity.wording.answers import in_words

ONE_TABLE = (FormatName.CSV, FormatName.NDJSON)

A = TypeVar("A", bound=Answer)


def deliver(
    answer: A,
    view: Callable[[A], View],
    *,
    format_name: FormatName | None,
    output: str | None,
    table: str | None = None,
    dialect: Dialect | None = None,
    default: FormatName = FormatName.TABLE,
) -> None:
    """Write an answer as its view has it; without a format, the file's extension asks for one.

    Where that has room for one table only, warnings are said on standard error, a line each.

    Raises:
        InputError: if the answer has no such table, or the file cannot be written.
    """
    shown = view(in_words(answer))
    if table is not None and table not in (names := (*answer.tables, *shown.lists)):
        raise usage_error("--table", say("accounts.no_such_table", name=table, there=", ".join(names)))
    name = format_asked(format_name, output, default)
    options = screen(sys.stdout, table, dialect) if output is None else Options(table, dialect)
    if output is None:
        _refuse_binary_on_screen(name)
    parts = FORMATS[name].parts(shown, options)
    if output is None:
        stream(parts, for_people=name == FormatName.TABLE)
    else:
        write_parts(output, parts)
    if name in ONE_TABLE and table != WARNINGS.name:
        say_cautions(answer)


def say_cautions(answer: Answer) -> None:
    """Say the warnings of an answer, in words already, on standard error, a line each."""
    from mfc_capacity.wording.en.cautions import warning_text
    from mfc_capacity.wording.en.cli import warning

    for caution in getattr(answer, "cautions", ()):
        typer.echo(warning(visible(warning_text(caution))), err=True)


def format_asked(
    format_name: FormatName | None, output: str | None, default: FormatName = FormatName.TABLE
) -> str:
    """Return the format that is asked for by name, or by the extension of a file.

    Raises:
        InputError: if the extension asks for none.
    """
    return str(format_name or _format_of(output) or default)


def _format_of(output: str | None) -> str | None:
    """Return the format that a file's extension asks for; a file without one leaves it open."""
    extension = Path(output or "").suffix
    found = format_of(output or "")
    if found is None and extension:
        known = tuple(form.extensions[0] for form in FORMATS.values())
        raise usage_error("--output", say("cli.no_format_of", extension=extension, known=known))
    return found


def write_stdout(content: str | bytes, *, for_people: bool = False) -> None:
    """Write to standard output; see `stream`."""
    stream([content], for_people=for_people)


def stream(parts: Iterable[str | bytes], *, for_people: bool = False) -> None:
    """Write parts to standard output: bytes as they are, data as UTF-8, words in the terminal's encoding.

    Raises:
        InputError: if it takes no more, as on a full disk.
        BrokenPipeError: if nobody reads on.
    """
    encoding = (sys.stdout.encoding or "utf-8") if for_people else "utf-8"
    data = (part if isinstance(part, bytes) else part.encode(encoding, "replace") for part in parts)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        message = say("cli.cannot_be_written", reason=error.strerror or str(error))
        raise usage_error("standard output", message) from None


def write_file(name: str, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputError: if the file cannot be written there.
    """
    write_parts(name, [content])


def write_parts(name: str, parts: Iterable[str | bytes]) -> None:
    """Write a file from its parts, whole or not at all.

    Raises:
        InputError: if the file cannot be written there.
    """
    target = Path(name)
    data = (part if isinstance(part, bytes) else part.encode() for part in parts)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(data)
        else:
            _replace(target.resolve(), data)
    except OSError as error:
        raise cannot_write(name, error) from None


def cannot_write(name: str, error: OSError) -> InputError:
    """Return what to say of a file that cannot be written."""
    message = say("cli.cannot_be_written", reason=reason_of(error))
    return InputError([Problem(name, None, None, "", message, say("cli.ANOTHER_FOLDER"))])


def _refuse_binary_on_screen(format_name: str) -> None:
    """Keep a workbook off a terminal.

    Raises:
        InputError: if the format is binary and standard output is a screen.
    """
    if format_name == FormatName.XLSX and sys.stdout.isatty():
        raise usage_error("-f xlsx", say("cli.WORKBOOK_ON_TERMINAL"), say("cli.WRITE_A_WORKBOOK"))


def _replace(target: Path, parts: Iterable[bytes]) -> None:
    """Write beside the target and move into place; what is half written is removed."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        if target.exists():
            shutil.copymode(target, temporary)
        else:
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def screen(stream: TextIO, table: str | None = None, dialect: str | None = None) -> Options:
    """Return what a stream can show: its width (none for a pipe), colour, letters."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else None
    if width is None and stream.isatty():
        width = _columns(stream)
    return Options(table, dialect, width, _colours(stream), stream.encoding or "utf-8")


def _colours(stream: TextIO) -> int:
    """Return how many colours a stream shows."""
    term = os.environ.get("TERM", "")
    if not stream.isatty() or os.environ.get("NO_COLOR") or term == "dumb":
        return 0
    return MOST_COLOURS if "256color" in term or os.environ.get("COLORTERM") else 16


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or shutil.get_terminal_size().columns
    except OSError:
        return shutil.get_terminal_size().columns


PATIENCE_S = 1.0  # before a bar is worth its lines

Advance = Callable[[str, int, int], None]


@contextmanager
def progress() -> Iterator[Advance]:
    """Give a function that shows, of the work of a name, how much is done and how much there is to do.

    It shows nothing where standard error is no terminal, or the work is done sooner than anybody wonders.
    """
    with _bars() as show:
        yield lambda name, done, planned: show(name, name, done, planned)


@contextmanager
def _bars() -> Iterator[Callable[[str, str, float, float | None], None]]:
    """Give a function that shows under a key a text and a bar: how much is done, and of how much if that is known.

    While nothing is known, that the work goes on is shown.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _key, _text, _done, _planned: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, TaskID

    from mfc_capacity.files.text import visible
    from mfc_capacity.wording.en.cli import WORKING

    bar = Progress(console=Console(stderr=True), transient=True)
    working = bar.add_task(WORKING, total=None)
    tasks: dict[str, TaskID] = {}

    def show(key: str, text: str, done: float, planned: float | None) -> None:
        if key not in tasks:
            tasks[key] = bar.add_task("")
        bar.update(tasks[key], description=escape(visible(text)), completed=done, total=planned)
        bar.update(working, visible=all(task.finished for task in bar.tasks if task.id != working))

    start = threading.Timer(PATIENCE_S, bar.start)
    start.daemon = True
    start.start()
    try:
        yield show
    finally:
        start.cancel()
        start.join()
        bar.stop()


@contextmanager
def watched() -> Iterator[Advance]:
    """Show, as `progress` does, also how much of the planning that is done meanwhile is done."""
    from mfc_capacity.plan.pool import watched_by

    with progress() as advance, watched_by(partial(advance, "days")):
        yield advance


class Search(NamedTuple):
    """What shows how far a search is.

    `found` is called with a group, what the best found comes to (infinite: nothing yet) and its bound; `weeks` with the
    number of weeks that are in shifts, and that of all to be.
    """

    found: Callable[[str, float, float], None]
    weeks: Callable[[int, int], None]


@contextmanager
def searched(words: str = "schedule") -> Iterator[Search]:
    """Give what shows how far a search is, and show how much of the planning before it is done.

    `words` is the part of the wording that says what was found: of shifts in paid hours, or of `people` in what classes
    cost.
    """
    from mfc_capacity.plan.pool import watched_by
    from mfc_capacity.wording.en.cli import WEEKS_IN_SHIFTS

    searching = import_module(f"mfc_capacity.wording.en.{words}").searching

    def found(group: str, best: float, bound: float) -> None:
        known = best if math.isfinite(best) else None
        least = max(bound, 0.0)
        show(group, searching(group, known, least), least if known else 0.0, known)

    with _bars() as show, watched_by(lambda done, planned: show("days", "days", done, planned)):
        yield Search(found, lambda done, planned: show("weeks", WEEKS_IN_SHIFTS, done, planned))
