"""What a renderer may be told: which table, which dialect, and what the screen can show."""

from collections.abc import Callable
from dataclasses import dataclass

from mfc_capacity.answers.records import Answer, Table
from mfc_capacity.render.view import View


@dataclass(frozen=True)
class Options:
    """The table asked for and the CSV dialect (None: the answer's own choice), and the screen.

    `width` None is a file or a pipe: as wide as the content. `blocks`: block characters can be shown.
    """

    table: str | None = None
    dialect: str | None = None
    width: int | None = None
    colour: bool = False
    blocks: bool = True


@dataclass(frozen=True)
class Format:
    """A renderer and the file extensions that ask for it."""

    render: Callable[[View, Options], str | bytes]
    extensions: tuple[str, ...]


def one_table(answer: Answer, options: Options) -> Table:
    """Return the table that a format of one table carries: the one asked for, or the answer's first."""
    return answer.tables[options.table] if options.table else next(iter(answer.tables.values()))
