"""How well a scenario would have told the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from mfc_capacity.answers.records import ScenarioAnswer


@dataclass(frozen=True, kw_only=True)
class Backtest(ScenarioAnswer):
    """What a scenario says of days that have been, for the operators who were there, beside what happened.

    Attributes:
        files: the records, as they were named.
        columns: which column was taken for what, and whether it was `named`, `mapped` or `guessed`.
        rows: how many records there are, those left out among them.
        calls: how many of them are compared.
        first, last: of the days compared.
        days: how many days are compared.
        is_moved: whether the scenario's calendar is that of the records.
        known_by: intervals by how the operators in them are known: roster, given, seen-full, between, at-least.
        judged: intervals of which waits are compared.
    """

    schema: ClassVar[str] = "mfc-capacity/backtest/1.0"
    files: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]
    rows: int
    calls: int
    first: str
    last: str
    days: int
    is_moved: bool
    known_by: Mapping[str, int]
    judged: int
