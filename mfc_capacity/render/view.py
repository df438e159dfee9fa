"""A view: an answer, and how it is laid out; formats are handed one and know no command."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mfc_capacity.answers.records import Answer
from mfc_capacity.render.chart import Chart
from mfc_capacity.render.page import Page


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
    charts: Callable[[], Sequence[Chart]] = tuple
