"""A view: an answer, how it is laid out, and what a format may be told; formats are handed one and know no command."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from mfc_capacity.answers.columns import LISTS
from mfc_capacity.answers.records import Answer, Table
from mfc_capacity.files.text import has
from mfc_capacity.render.chart import Chart
from mfc_capacity.render.page import Page

BLOCK_CHARACTERS = "▁█⠒│"
MOST_COLOURS = 256


@dataclass(frozen=True)
class View:
    """An answer with its parts, each made when a format asks for it.

    Attributes:
        answer: the tables.
        page: what a person reads.
        head: what stands beside the tables in JSON.
        charts: the main pictures, for a workbook.
    """

    answer: Answer
    page: Callable[[], Page]
    head: Callable[[], Mapping[str, Any]]
    charts: Callable[[], Iterable[Chart]] = tuple

    @cached_property
    def lists(self) -> Mapping[str, Table]:
        """The lists that stand beside the tables in JSON, as tables."""
        head = self.head()
        return {name: spec.of_records(head[name]) for name, spec in LISTS.items() if name in head}

    def table(self, name: str | None) -> Table:
        """Return a table or a list; None: the answer's first table, which a format of one table carries."""
        tables = self.answer.tables
        return next(iter(tables.values())) if name is None else tables.get(name) or self.lists[name]


@dataclass(frozen=True)
class Options:
    """The table asked for and the CSV dialect (None: the answer's own choice), and the screen.

    `width` None is a file or a pipe: as wide as the content. `colours` is how many there are: none, 16 or 256.
    """

    table: str | None = None
    dialect: str | None = None
    width: int | None = None
    colours: int = 0
    encoding: str = "utf-8"

    @property
    def blocks(self) -> bool:
        """Whether block characters can be shown."""
        return has(self.encoding, BLOCK_CHARACTERS)


Content = str | bytes


@dataclass(frozen=True)
class Format:
    """A renderer, which may give its content part by part, by the module that is imported when it renders.

    `extensions` of files ask for it.
    """

    module: str
    extensions: tuple[str, ...]
    function: str = "render"

    def parts(self, view: View, options: Options) -> Iterable[Content]:
        """Return the content part by part."""
        made = self._made(view, options)
        return [made] if isinstance(made, str | bytes) else made

    def render(self, view: View, options: Options) -> Content:
        """Return the whole content."""
        made = self._made(view, options)
        return made if isinstance(made, str | bytes) else "".join(made)

    def _made(self, view: View, options: Options) -> Content | Iterator[str]:
        renderer = getattr(import_module(f"mfc_capacity.render.{self.module}"), self.function)
        made: Content | Iterator[str] = renderer(view, options)
        return made
